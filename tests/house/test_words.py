"""The house speaks English and German, wholly."""

import ast
import re
from pathlib import Path

from tests.house.words import german, missing

SOURCES = Path(__file__).parents[2] / "src" / "goldenthread"
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


def test_no_sentence_hides_in_an_f_string_where_it_is_not_found() -> None:
    """What reads the sentences out of the sources does not look into f-strings."""
    hidden = [
        f"{path}:{node.lineno}"
        for path in sorted(SOURCES.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr) and any(_is_sentence(part) for part in ast.walk(node))
    ]
    assert hidden == []


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext", "lazy")
