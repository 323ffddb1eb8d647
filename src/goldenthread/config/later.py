"""What no first page needs, loaded when the first pages are out and before somebody waits for it."""

import gc
import threading

from django.conf import settings
from django.urls import resolve, reverse
from django.utils.translation import override

SETTLED_AFTER = 5.0  # seconds: a process that starts has its first readers to answer


def load_later(after: float = SETTLED_AFTER) -> threading.Timer:
    """Load it in a thread, `after` so many seconds. Who asks for it before has it loaded at once."""
    timer = threading.Timer(after, load_the_rest)
    timer.daemon = True
    timer.start()
    return timer


def load_the_rest() -> None:
    """The schemas of the API, and the words and addresses of every language."""
    resolve("/api/v1/openapi.json")
    for language, _ in settings.LANGUAGES:
        with override(language):
            reverse("home")
    gc.freeze()
