"""The door for operators: the goldenthread command."""

from goldenthread.cli.app import main

__all__ = ["main"]
