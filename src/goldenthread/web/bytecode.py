"""The bytecode of templates, kept on disk like that of modules: compiling all of them takes a second and a half."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from jinja2 import FileSystemBytecodeCache, compiler
from jinja2.bccache import Bucket

HERE = Path(__file__).parent


def kept_bytecode() -> Bytecode | None:
    """Beside the program where that may be written to, else in the house; nothing where neither may.

    A program that its user may not write to is not filled by others, and a house is its user's own.
    """
    folder = HERE / "__pycache__" if os.access(HERE, os.W_OK) else settings.HOME / "templates"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return Bytecode(str(folder))


class Bytecode(FileSystemBytecodeCache):
    """Good for one template as it stands, one Jinja and one way of setting it up."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        program = (Path(compiler.__file__), HERE / "environment.py")
        self._program = " ".join(str(path.stat().st_mtime_ns) for path in program)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(f"{self._program} {name}", filename)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk keeps nobody from a page
            super().dump_bytecode(bucket)
