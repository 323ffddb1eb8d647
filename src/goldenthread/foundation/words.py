"""Words and days of the house inside a sentence."""

from datetime import datetime

from babel import Locale
from babel.dates import format_date
from django.utils import timezone, translation


def within(label: object) -> str:
    """A state's label as it stands inside a sentence: "In service" becomes "in service", "In Betrieb" "in Betrieb"."""
    text = str(label)
    return text[:1].lower() + text[1:]


def written(at: datetime, pattern: str) -> str:
    """The day of an instant in the reader's zone and language, by a pattern of CLDR ("d MMM y")."""
    language = translation.get_language() or "en"
    return format_date(timezone.localtime(at).date(), pattern, Locale.parse("en_GB" if language == "en" else language))
