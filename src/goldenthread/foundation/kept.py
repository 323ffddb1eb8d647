"""Reads whose SQL is written once: what the ORM makes of an actor and filters follows from the two, so it is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, wraps
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesIterable
from psycopg.types.datetime import TimestamptzLoader

P = ParamSpec("P")
Row = TypeVar("Row")
MOST = 2048
"""So many statements of one read are kept; the one unasked for longest goes."""


@dataclass(frozen=True)
class Statement:
    """What is sent, and how an answered row becomes what the read promises."""

    sql: str
    values: tuple[Any, ...]
    shape: Callable[[Sequence[Any]], Any]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    has_instants: bool

    def rows(self) -> list[Any]:
        with connection.cursor() as cursor:
            if self.has_instants:  # psycopg's own reader is C and as UTC as the connection; Django's takes 4 µs each
                cast("Any", cursor).adapters.register_loader("timestamptz", TimestamptzLoader)
            cursor.execute(self.sql, self.values)
            found = cursor.fetchall()
        if self.converters:
            found = [self._converted(row) for row in found]
        return [self.shape(row) for row in found]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, converters, column in self.converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return values


def kept(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """A read as its rows: `build` says what is asked, and the statement the ORM makes of it is kept by its arguments.

    `build` must follow from its arguments alone: no clock, no settings, no question to the database (refused). It
    answers whole records without others beside them, `values()` or `values_list()`. Only SQL is kept, never a row.
    """

    @lru_cache(MOST)
    def statement(*args: Any, **named: Any) -> Statement | None:
        with connection.execute_wrapper(_refuse):
            return _written(build(*args, **named))

    @wraps(build)
    def read(*args: P.args, **named: P.kwargs) -> list[Row]:
        found = statement(*args, **cast("dict[str, Hashable]", named))
        return [] if found is None else found.rows()

    return read


def _refuse(execute: Any, sql: str, *others: Any) -> NoReturn:
    raise RuntimeError(f"A kept read asked the database while it was built: {sql[:200]}")


def _written(queryset: QuerySet[Any, Any]) -> Statement | None:
    """The statement of a read; None where the ORM knows that nothing can be found."""
    compiler: Any = queryset.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, *_ in compiler.select]
    wanted = compiler.get_converters(columns)
    converters = tuple((place, tuple(found), column) for place, (found, column) in wanted.items())
    has_instants = any(column.output_field.get_internal_type() == "DateTimeField" for column in columns)
    return Statement(sys.intern(sql), tuple(values), _shape(queryset, compiler), converters, has_instants)


def _shape(queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Any]], Any]:
    kind = cast("Any", queryset)._iterable_class  # noqa: SLF001  Django tells it in no other way
    query: Any = queryset.query
    if issubclass(kind, ModelIterable):
        if query.select_related or query.annotation_select:
            raise TypeError("A kept read answers whole records alone, or values.")
        names = [column.target.attname for column, *_ in compiler.select]
        return partial(queryset.model.from_db, connection.alias, names)
    if issubclass(kind, ValuesIterable):
        return partial(_named, tuple(query.selected or (*query.values_select, *query.annotation_select)))
    return tuple


def _named(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, row, strict=True))
