"""Words and days of the house inside a sentence."""

import re
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import list_currencies
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

UNWRITABLE = _("Take out the control characters: they cannot be shown.")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def is_writable(text: str) -> bool:
    """False where a text holds what no page, table or file can show: control characters, half a character.

    Tabs and the ends of lines are text. XML knows none of the others, and PostgreSQL keeps no NUL.
    """
    return _UNWRITABLE.search(text) is None


def is_version(text: str) -> bool:
    """Whether a text is the version of a record, as a form or an ETag brings it back: digits, and not too many."""
    return text.isascii() and text.isdigit() and len(text) < 19


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def is_currency(text: str) -> bool:
    """Whether a text is the code of a currency (ISO 4217, as CLDR lists them: also those of former days)."""
    return text in _currencies()


def within(label: object) -> str:
    """A state's label as it stands inside a sentence: "In service" becomes "in service", "In Betrieb" "in Betrieb"."""
    text = str(label)
    return text[:1].lower() + text[1:]


def written(at: date, pattern: str) -> str:
    """A day, or that of an instant in the reader's zone, in their language by a pattern of CLDR ("d MMM y")."""
    language = translation.get_language() or "en"
    day = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return format_date(day, pattern, Locale.parse("en_GB" if language == "en" else language))
