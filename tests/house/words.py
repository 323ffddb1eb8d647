"""Are all sentences of the house there in German? Run alone: prints what is missing and fails.

With `--renew` the German file is written anew first: what is said now, with the German it had, one line a sentence so
that two people's new sentences seldom meet.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "goldenthread"
GERMAN = PACKAGE / "locale" / "de" / "LC_MESSAGES" / "django.po"
DO = {"extensions": "jinja2.ext.do"}
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
OPTIONS = {"web/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", **DO}}
KEYWORDS = {
    "_": None,
    "_g": None,
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

HEADER = """# The house in German.
msgid ""
msgstr ""
"Project-Id-Version: Goldenthread 1\\n"
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sentences() -> set[str]:
    """Every sentence the code and the templates say."""
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _file, _line, message, *_rest in found}


def german() -> Catalog:
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def missing() -> list[str]:
    """Sentences without a German one, in order."""
    said = {message.id if isinstance(message.id, str) else message.id[0]: message for message in german() if message.id}
    return sorted(
        sentence
        for sentence in sentences()
        if sentence and (sentence not in said or said[sentence].fuzzy or not _is_whole(said[sentence].string))
    )


def renew() -> None:
    """Write the German file anew: every sentence said now, in order; new ones with nothing beside them."""
    known, renewed = german(), Catalog(locale="de")
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS)
    for _file, _line, message, _comments, context in found:
        kept = known.get(message[0] if isinstance(message, tuple) else message, context)
        renewed.add(message, kept.string if kept else None, context=context)
    with GERMAN.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, renewed, width=0, sort_output=True, omit_header=True, no_location=True)


def _is_whole(text: str | tuple[str, ...] | list[str]) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


if __name__ == "__main__":
    if "--renew" in sys.argv:
        renew()
    gaps = missing()
    for sentence in gaps:
        print("no German for:", sentence)  # noqa: T201
    sys.exit(1 if gaps else 0)
