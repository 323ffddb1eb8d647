"""The sheet of components: every part in light and in dark, on the parts as the pages use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.pages import page
from goldenthread.web.styleguide import fields, figures, people, plan, rooms, threads


@signed_in
def sheet(request: PageRequest) -> HttpResponse:
    return page(request, "styleguide/sheet.html", {"sets": [parts("light"), parts("dark")]})


def parts(theme: str) -> dict[str, Any]:
    """The values of one theme's copy; ids begin with its first letter."""
    p = theme[0]
    return {
        "theme": theme,
        "p": p,
        "threads": [(words, replace(line, label=f"{line.label}, {theme}")) for words, line in threads.MOMENTS],
        "steps": threads.STEPS,
        "building": threads.BUILDING,
        "tiles": figures.tiles(p),
        "figure": figures.figure(f"{p}one", "Serviceable hours", "99.93 %"),
        "money": figures.money(p),
        "video": figures.video(p),
        "attained": figures.ATTAINED,
        "availability": figures.availability(),
        "load": figures.load(p),
        "gantt": plan.gantt(p),
        "due": plan.due(),
        "people": people.ALL,
        "clocks": rooms.clocks(p),
        "lights": rooms.lights(p),
        "criteria": rooms.criteria(p),
        "columns": rooms.board(),
        "form": fields.wrong(p),
        "rooms": rooms,
    }
