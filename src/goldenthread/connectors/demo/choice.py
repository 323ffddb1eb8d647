"""What investments need of each other and of people, and a scenario whose choice the worker finds at first start."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from goldenthread.business.people.models import Skill
from goldenthread.business.portfolio.actions import choose_investments, prepare_scenario, relate_investment
from goldenthread.business.portfolio.models import ENDED, Investment, Portfolio
from goldenthread.business.portfolio.queries.choosing import usual_limits
from goldenthread.connectors.demo.portfolio import MANAGER
from goldenthread.connectors.demo.world import World

NEEDS = {
    "One sign-on for partners": ("Directory renewal",),
}
RULES_OUT = {"New telephone exchange": ("Letters in plain language",)}
HOURS = {
    "Self-service booking": {"Python": 900, "Testing": 400},
    "Shared rota for all sites": {"Python": 700, "Clinical process": 300},
    "Stock by barcode": {"Python": 800, "Networks": 250},
    "One sign-on for partners": {"Networks": 600, "Interfaces": 500},
    "Bed board for every ward": {"Python": 650, "Clinical process": 250},
    "Cool rooms that call for help": {"Networks": 500},
    "New telephone exchange": {"Networks": 1400, "Training": 300},
    "Voice notes for home visits": {"Python": 350, "Training": 120},
    "Letters in plain language": {"Clinical process": 180},
}
BUDGETS = (Decimal(500_000), Decimal(250_000), Decimal(150_000))
DELAY = 1


def choice_of(world: World) -> None:
    """Ties, hours and a scenario; its run waits for the worker, which needs a few seconds."""
    known = {it.name: it for it in Investment.objects.exclude(state__in=ENDED)}
    skills = dict(Skill.objects.values_list("name", "key"))
    for name, hours in HOURS.items():
        _relate(world, known, name, {skills[skill]: asked for skill, asked in hours.items()})
    portfolio = Portfolio.objects.get()
    usual = usual_limits(portfolio, world.now)
    budgets = dict(zip(usual.span, BUDGETS, strict=True))
    limits = replace(usual, money={"capex": budgets}, delay_years=DELAY, hours_percent=80)
    acting = world.acting(MANAGER, world.now)
    scenario = prepare_scenario(acting, portfolio.key, name="What the next three years can carry", limits=limits)
    choose_investments(acting, scenario.key)


def _relate(world: World, known: dict[str, Investment], name: str, hours: dict[str, int]) -> None:
    acting = world.acting(MANAGER, world.workday(-6))
    needs = [known[other].key for other in NEEDS.get(name, ())]
    excludes = [known[other].key for other in RULES_OUT.get(name, ())]
    if known[name].state == "on_hold":
        return
    relate_investment(acting, known[name].key, needs=needs, excludes=excludes, hours=hours)
