"""Microsoft Project's XML files: brought into a project's plan, looked at before, and written out of one."""

from goldenthread.connectors.msproject.importing import Outcome, import_file, preview_file
from goldenthread.connectors.msproject.writing import Written, export_file

__all__ = ["Outcome", "Written", "export_file", "import_file", "preview_file"]
