"""What is wrong with a setting as it is given: asked by the doctor, and by every command before it begins."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from goldenthread.cli.health.known_settings import KNOWN, MASK
from goldenthread.foundation.errors import Invalid

YES_OR_NO = ("1", "true", "yes", "on", "0", "false", "no", "off")
SHORTEST_KEY = 32
PREFIX = "GOLDENTHREAD_"
AMONG_OURSELVES = ("GOLDENTHREAD_SUPERVISOR", "GOLDENTHREAD_GATE", "GOLDENTHREAD_SHARED")


@dataclass(frozen=True)
class Fault:
    """A setting that cannot be used, or (not `is_bad`) one to look at, and the way out."""

    name: str
    sentence: str
    remedy: str
    is_bad: bool = True


Rule = Callable[[str], str]
"""The remedy where a value cannot be used; nothing where it can."""


def refuse_unusable_settings() -> None:
    """Raises Invalid, a sentence by setting, before a command stumbles over one half-way."""
    bad = {fault.name: f"{fault.sentence} {fault.remedy}" for fault in setting_faults() if fault.is_bad}
    if bad:
        raise Invalid(fields=bad)


def setting_faults() -> Iterator[Fault]:
    for name, rule in RULES.items():
        value = os.environ.get(name, "")
        remedy = rule(value) if value else ""
        if remedy:
            shown = MASK if name.endswith("_URL") else value
            yield Fault(name, f"{name} is {shown}, which cannot be used.", remedy)
    yield from _worth_a_look()


def _worth_a_look() -> Iterator[Fault]:
    if _is_on("GOLDENTHREAD_DEMO"):
        yield _look("GOLDENTHREAD_DEMO", "Everyone signs in as anyone with one click.", "Unset it where data is real.")
    if _is_on("GOLDENTHREAD_DEBUG"):
        yield _look("GOLDENTHREAD_DEBUG", "Error pages show the inside of the program.", "Unset it in production.")
    if 0 < len(os.environ.get("GOLDENTHREAD_SECRET_KEY", "")) < SHORTEST_KEY:
        remedy = f"Give {SHORTEST_KEY} random characters or more, or unset it: one is made."
        yield _look("GOLDENTHREAD_SECRET_KEY", "The key that signs sessions is short enough to be guessed.", remedy)
    if os.environ.get("DATABASE_DIRECT_URL") and not os.environ.get("DATABASE_URL"):
        sentence = "DATABASE_DIRECT_URL is given without DATABASE_URL."
        yield Fault("DATABASE_DIRECT_URL", sentence, "Give DATABASE_URL too, or unset both.")
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in KNOWN and name not in AMONG_OURSELVES:
            yield _look(name, f"{name} is no setting of Goldenthread.", "Look for its name in docs/settings.md.")


def _look(name: str, sentence: str, remedy: str) -> Fault:
    return Fault(name, sentence, remedy, is_bad=False)


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in YES_OR_NO[:4]


def _whole_number(least: int, most: int, example: str) -> Rule:
    def rule(value: str) -> str:
        fits = value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most
        return "" if fits else f"Give a whole number from {least} to {most}, such as {example}."

    return rule


def _yes_or_no(value: str) -> str:
    return "" if value.lower() in YES_OR_NO else "Give yes or no."


def _level(value: str) -> str:
    known = logging.getLevelNamesMapping()
    return "" if value in known else "Give DEBUG, INFO, WARNING, ERROR or CRITICAL."


def _origins(value: str) -> str:
    parts = [urlsplit(part.strip()) for part in value.split(",") if part.strip()]
    fits = all(part.scheme in {"http", "https"} and part.netloc for part in parts)
    return "" if fits else "Give each with its scheme: https://desk.example.org."


def _database(value: str) -> str:
    remedy = "Write it as postgres://user:password@host:5432/name."
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return remedy
    return "" if parts.scheme in {"postgres", "postgresql"} and "://" in value else remedy


def _backend(value: str) -> str:
    try:
        found = find_spec(value.rpartition(".")[0])
    except (ImportError, ValueError):
        found = None
    return "" if found else "Give the full name of an email backend of Django's, or unset it."


RULES: dict[str, Rule] = {
    "DATABASE_URL": _database,
    "DATABASE_DIRECT_URL": _database,
    "GOLDENTHREAD_ORIGINS": _origins,
    "GOLDENTHREAD_HTTPS": _yes_or_no,
    "GOLDENTHREAD_FILE_MB": _whole_number(1, 100_000, "25"),
    "GOLDENTHREAD_EMAIL_BACKEND": _backend,
    "GOLDENTHREAD_SMTP_PORT": _whole_number(1, 65535, "587"),
    "GOLDENTHREAD_PRIVATE_FEEDS": _yes_or_no,
    "GOLDENTHREAD_DEMO": _yes_or_no,
    "GOLDENTHREAD_DEBUG": _yes_or_no,
    "GOLDENTHREAD_LOG": _level,
}
