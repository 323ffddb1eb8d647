"""Where the house of a command is."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """GOLDENTHREAD_HOME, else the person's own data folder."""
    return Path(os.environ.get("GOLDENTHREAD_HOME") or platformdirs.user_data_dir("goldenthread")).resolve()
