"""The house speaks English and German, wholly."""

import re

from tests.house.words import german, missing

PLACE = re.compile(r"%\((\w+)\)[sd]|%%")


def test_every_sentence_has_its_german_one() -> None:
    assert missing() == []


def test_no_translation_loses_or_invents_a_place() -> None:
    for message in german():
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {place for source in sources for place in PLACE.findall(source)}
        for text in texts:
            assert set(PLACE.findall(text)) <= allowed, message.id
        assert set(PLACE.findall(sources[-1])) == set(PLACE.findall(texts[-1])), message.id
