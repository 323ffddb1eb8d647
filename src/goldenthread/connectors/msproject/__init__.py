"""Microsoft Project's XML files: brought into a project's plan, looked at before, and written out of one."""

from goldenthread.connectors.msproject.importing import Outcome, import_file, preview_file

__all__ = ["Outcome", "import_file", "preview_file"]
