"""Files that a command is given: one to read must be there, one to write needs a folder; said at once, exit code 2."""

import os
from pathlib import Path

import typer


def _writable(file: Path) -> Path:
    """The whole path of a file that can be written; asked before the work is done, not after."""
    file = file.absolute()
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder. Name a file in it.")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"There is no folder {file.parent}.")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise typer.BadParameter(f"Nothing can be written into {file.parent}.")
    return file


def source(about: str) -> object:
    """The argument of a file that is read."""
    return typer.Argument(help=about, exists=True, dir_okay=False, readable=True)


def target(about: str) -> object:
    """The argument of a file that is written."""
    return typer.Argument(help=about, callback=_writable)
