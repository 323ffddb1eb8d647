"""The audit log of a ServiceNow desk: read row by row, sorted in the database, written incident by incident."""

from goldenthread.connectors.servicenow.importing import Imported, import_log, preview_log

__all__ = ["Imported", "import_log", "preview_log"]
