"""The queue of the desk without a house around it: the same SQL and rows, no session, no policy, no translation."""

from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import Environment

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries.queue import ROW
from goldenthread.business.work.models import NEVER

COLUMNS = ("key", "title", "priority", "state", "due_at", "service_name", "assignee", "requester")
TABLE = Environment(autoescape=True).from_string(
    """<!doctype html><title>Desk</title><table>
{%- for row in rows %}<tr>{% for name in columns %}<td>{{ row[name] }}</td>{% endfor %}</tr>{% endfor -%}
</table>"""
)
BESIDE: list[tuple[str, Any]] = []
"""What the page asks the database besides its list, but for who is asking."""


def asks_beside_list(statement: str) -> bool:
    is_list = "ORDER BY" in statement and 'FROM "desk_ticket"' in statement
    return not is_list and not any(table in statement for table in ("django_session", "people_person", "rolegrant"))


def bare(request: HttpRequest) -> HttpResponse:
    tickets = (
        Ticket.objects.filter(work__space="desk")
        .exclude(work__status="done")
        .annotate(urgent_at=Coalesce(F("work__due_at"), Value(NEVER)))
        .order_by("urgent_at", "work_id")
        .values("work_id", "state", "resolved_at", "version", **{name: F(column) for name, column in ROW.items()})
    )
    with connection.cursor() as cursor:
        for statement, values in BESIDE:
            cursor.execute(statement, values)
            cursor.fetchall()
    return HttpResponse(TABLE.render(rows=list(tickets[:51])[:50], columns=COLUMNS))


urlpatterns = [path("", bare)]
