"""The WSGI entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")

gc.disable()  # what is loaded now stays: looking through it, at the start and ever after, would find nothing
application = get_wsgi_application()
gc.freeze()
gc.enable()
