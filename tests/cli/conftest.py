"""A house for operators to work on."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import goldenthread
from tests.plugins.embedded_postgres import FAST

from goldenthread.foundation.postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def house() -> Iterator[Path]:
    """A migrated home whose database runs for the whole of these tests."""
    around = Path(tempfile.mkdtemp(prefix="gt-cli-"))
    around.chmod(0o755)
    with EmbeddedPostgres(around / "home", settings=FAST):
        done = goldenthread(around / "home", "migrate")
        assert done.returncode == 0, done.stderr
        yield around / "home"
    shutil.rmtree(around)


@pytest.fixture
def empty_home() -> Iterator[Path]:
    around = Path(tempfile.mkdtemp(prefix="gt-cli-"))
    around.chmod(0o755)
    yield around / "home"
    shutil.rmtree(around)
