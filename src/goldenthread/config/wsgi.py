"""The WSGI entry: loaded whole before a process serves, so that processes forked afterwards share it."""

import gc
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")

gc.disable()  # what is loaded now stays: looking through it, at the start and ever after, would find nothing
application = get_wsgi_application()
reverse("home")  # loads every page and sorts their addresses
gc.freeze()
gc.enable()


def serving() -> WSGIHandler:
    """The application, for a process that now serves it: what no first page needs is loaded a little later."""
    from goldenthread.config.later import load_later  # noqa: PLC0415  needs the settings

    load_later()
    return application
