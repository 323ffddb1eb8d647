"""Where a thing is opened, from nothing but its key."""

from __future__ import annotations

from goldenthread.web.environment import url

PAGES = {
    "OBJ": "objective",
    "INV": "investment",
    "SCN": "scenario",
    "PRJ": "project",
    "TSK": "task",
    "SRV": "service",
    "MSR": "measure",
    "IMP": "improvement",
    "DLV": "deliverable",
    "RSK": "risk",
    "HND": "handover",
    "PER": "person",
    "CI": "item",
    "RUN": "run",
    "CAL": "calendar",
} | dict.fromkeys(("INC", "REQ", "PRB", "CHG"), "ticket")


def url_of(key: str) -> str:
    """The address of the page of the record with this key; empty where its kind has none."""
    name = PAGES.get(key.rpartition("-")[0])
    return url(name, key=key) if name else ""
