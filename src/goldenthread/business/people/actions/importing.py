"""A register read from a file: row by row, each done whole or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goldenthread.business.people.actions.rows import PUT
from goldenthread.business.people.events import SheetImported
from goldenthread.business.people.policies import may_administer
from goldenthread.business.people.queries.registers import register_named
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import GoldenthreadError, Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.words import UNWRITABLE, is_writable


@dataclass
class Report:
    """What came of a file: counts, and every refused row with its number and why."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    is_check: bool = False
    refused: list[tuple[int, str]] = field(default_factory=list)


@action(may=may_administer)
def import_register(acting: Acting, *, name: str, lines: Iterable[list[str]], only_check: bool = False) -> Report:
    """Read lines (the columns first) into a register. A row with a known key changes that record, else it adds one.

    A row is done whole or not at all. The same file twice changes nothing. `only_check` tells what would happen.
    """
    report = Report(is_check=only_check)
    with transaction.atomic():
        _read(acting.as_house(), name, iter(lines), report)
        if only_check:
            transaction.set_rollback(True)
            return report
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    if report.added or report.changed or report.refused:
        record(SheetImported(subject=f"house/{name}", sheet=name, refused=len(report.refused), **counts))
    return report


def _read(acting: Acting, name: str, lines: Any, report: Report) -> None:
    columns = _columns(name, next(lines, []))
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            with transaction.atomic():
                outcome = PUT[name](acting, _row(columns, line))
        except GoldenthreadError as error:
            report.refused.append((number, _why(error)))
        else:
            setattr(report, outcome, getattr(report, outcome) + 1)


def _columns(name: str, header: list[str]) -> list[str]:
    known = register_named(name).columns
    columns = [cell.strip().lower() for cell in header]
    unknown = [column for column in columns if column not in known]
    if unknown or len(set(columns)) != len(columns) or not columns:
        sentence = _("The first row must name columns of this register: %(known)s.")
        raise Invalid(fields={"file": sentence % {"known": ", ".join(known)}})
    return columns


def _row(columns: list[str], line: list[str]) -> dict[str, str]:
    if len(line) != len(columns):
        sentence = _("This row has %(count)s cells instead of %(expected)s.")
        raise Invalid(sentence % {"count": len(line), "expected": len(columns)})
    row = {column: cell.strip() for column, cell in zip(columns, line, strict=True)}
    wrong = {column: UNWRITABLE for column, cell in row.items() if not is_writable(cell)}
    if wrong:
        raise Invalid(fields=wrong)
    return row


def _why(error: GoldenthreadError) -> str:
    """The sentence, led by the column it is about."""
    if isinstance(error, Invalid) and error.fields:
        return " ".join(f"{name}: {text}" if name else str(text) for name, text in error.fields.items())
    return str(error)
