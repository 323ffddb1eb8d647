"""A change assessed: what is told of it and what it touches make its risk, each reason with its points."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Change, Ticket
from goldenthread.business.desk.queries import change_facts
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.models import Link, Work
from goldenthread.engine.priority import change_risk
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event

HOUR = timedelta(hours=1)
SAFE = desk.Assessment(kind="standard", is_tested=True, backout="Put the old version back.")


def a_change(cast: Cast, title: str = "New certificate", **known: object) -> Ticket:
    work = Work.objects.create(
        key=next_key("CHG"), kind="change", title=title, team=cast.desk, assignee=cast.daniel, opened_at=NOON
    )
    return Ticket.objects.create(work=work, service=cast.service, impact=3, urgency=3, **known)


def codes(ticket: Ticket) -> dict[str, int]:
    return {one.code: one.points for one in change_risk(change_facts(ticket)).reasons}


def test_what_nobody_told_counts_against_it(cast: Cast) -> None:
    assert codes(a_change(cast)) == {"not_tested": 15, "no_backout": 15, "never_made_before": 5}


def test_what_is_told_takes_its_reasons_away_and_the_fact_keeps_the_risk(cast: Cast) -> None:
    change = desk.assess_change(acting(cast.daniel), a_change(cast).key, told=SAFE)
    assert codes(change) == {"never_made_before": 5}
    fact = Event.objects.get(subject=change.key, name="ChangeAssessed")
    assert (fact.data["score"], fact.data["level"], fact.data["kind"]) == (5, "low", "standard")


def test_a_window_meets_freezes_and_other_changes(cast: Cast) -> None:
    a_change(cast, "Other", window_starts_at=NOON, window_ends_at=NOON + 2 * HOUR)
    FreezeWindow.objects.create(key=next_key("FRZ"), name="Winter", starts_at=NOON, ends_at=NOON + 48 * HOUR)
    told = desk.Assessment("emergency", True, "Back.", True, NOON + HOUR, NOON + 3 * HOUR)
    change = desk.assess_change(acting(cast.daniel), a_change(cast).key, told=told)
    found = codes(change)
    assert (found["in_freeze"], found["conflicting_changes"]) == (15, 10)
    assert (found["emergency"], found["needs_outage"]) == (10, 10)


def test_what_went_wrong_before_counts_and_what_went_well_does_not(cast: Cast) -> None:
    good, bad = (a_change(cast, state="closed", resolved_at=NOON, closed_at=NOON) for _n in range(2))
    for made in (good, bad):
        Work.objects.filter(pk=made.pk).update(status="done", done_at=NOON)
    incident = Work.objects.create(key=next_key("INC"), kind="incident", title="Down", opened_at=NOON)
    Link.objects.create(source=incident, target=bad.work, kind="caused_by")
    change = desk.assess_change(acting(cast.daniel), a_change(cast).key, told=SAFE)
    assert codes(change) == {"failed_before": 10}


def _item(cast: Cast, name: str) -> ConfigurationItem:
    return ConfigurationItem.objects.create(key=next_key("CI"), name=name, kind="server", organisation=cast.house)


def test_components_that_depend_on_it_count_through_others(cast: Cast) -> None:
    items = [_item(cast, f"Part {n}") for n in range(7)]
    cast.service.items.set(items[:1])
    for below, above in pairwise(items):
        Relation.objects.create(source=above, target=below, kind="depends_on")
    assert change_facts(a_change(cast)).dependent_items == 6


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (desk.Assessment(kind="odd"), "kind"),
        (desk.Assessment(starts_at=NOON), "ends_at"),
        (desk.Assessment(starts_at=NOON, ends_at=NOON), "ends_at"),
        (desk.Assessment(backout="x" * 2001), "backout"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(cast: Cast, told: desk.Assessment, field: str) -> None:
    with pytest.raises(Invalid) as error:
        desk.assess_change(acting(cast.daniel), a_change(cast).key, told=told)
    assert list(error.value.fields) == [field]
    assert not Change.objects.exists()


def test_only_changes_are_assessed_and_only_by_those_who_work_on_them(cast: Cast) -> None:
    incident = desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Late", cast.service.key))
    with pytest.raises(Refused):
        desk.assess_change(acting(cast.daniel), incident.key, told=SAFE)
    with pytest.raises(NotFound):
        desk.assess_change(acting(cast.charlie), a_change(cast).key, told=SAFE)
    assert actor(cast.charlie).is_known
