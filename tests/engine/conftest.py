"""The engine's properties are tried without a stopwatch: how long one takes is the machine's matter."""

from hypothesis import settings

settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
