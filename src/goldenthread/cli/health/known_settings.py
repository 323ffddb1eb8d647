"""Every setting an operator may give in the environment: what it is, its default, and whether it is a secret."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from goldenthread.cli.home import home

MASK = "••••••"

KNOWN = {
    "GOLDENTHREAD_HOME": ("your own data folder", "folder of the data"),
    "DATABASE_URL": ("the PostgreSQL that comes along", "the database"),
    "DATABASE_DIRECT_URL": ("as DATABASE_URL", "the database past a connection pooler, for workers and upkeep"),
    "GOLDENTHREAD_SECRET_KEY": ("made at the first start, kept in the home", "key that signs sessions"),
    "GOLDENTHREAD_HOSTS": ("localhost,127.0.0.1,[::1]", "names the pages may be asked under"),
    "GOLDENTHREAD_ORIGINS": ("", "addresses forms may come from, behind a proxy"),
    "GOLDENTHREAD_HTTPS": ("no", "cookies only over HTTPS"),
    "GOLDENTHREAD_FILE_MB": ("25", "largest file that may be attached, in megabytes"),
    "GOLDENTHREAD_EMAIL_BACKEND": ("django.core.mail.backends.smtp.EmailBackend", "how mail is sent"),
    "GOLDENTHREAD_SMTP_HOST": ("localhost", "mail server"),
    "GOLDENTHREAD_SMTP_PORT": ("25", "its port"),
    "GOLDENTHREAD_MAIL_FROM": ("goldenthread@localhost", "sender of the house's mail"),
    "GOLDENTHREAD_PRIVATE_FEEDS": ("no", "calendar feeds may lie in one's own network"),
    "GOLDENTHREAD_DEMO": ("no", "one-click sign-in; never with real data"),
    "GOLDENTHREAD_DEBUG": ("no", "error pages with details; never in production"),
    "GOLDENTHREAD_LOG": ("WARNING", "least level that is logged"),
}


@dataclass(frozen=True)
class Setting:
    """A setting as it stands; secrets are masked."""

    name: str
    value: str
    origin: str
    meaning: str


def read_settings() -> list[Setting]:
    settings = []
    for name, (default, meaning) in KNOWN.items():
        given = os.environ.get(name)
        stands_in = str(home()) if name == "GOLDENTHREAD_HOME" else default
        value = _masked(name, given) if given else stands_in
        settings.append(Setting(name, value, "environment" if given else "default", meaning))
    return settings


def _masked(name: str, value: str) -> str:
    """The value without its secret: all of a key, the password of an address."""
    if any(word in name for word in ("SECRET", "PASSWORD", "TOKEN")):
        return MASK
    if not name.endswith("_URL"):
        return value
    if "://" not in value:  # no address as we know them: a secret may stand anywhere in it
        return MASK
    parts = urlsplit(value)
    account, at, place = parts.netloc.rpartition("@")
    user = account.partition(":")[0] + (f":{MASK}" if ":" in account else "")
    query = "&".join(
        f"password={MASK}" if each.lower().startswith("password=") else each for each in parts.query.split("&")
    )
    return urlunsplit(parts._replace(netloc=user + at + place, query=query))
