"""How each register of the house is shown, narrowed and edited: words and forms; what it holds is the context's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goldenthread.business.people import actions
from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import AbsenceFacts, NewPerson, OrganisationFacts, RateFacts, TeamFacts
from goldenthread.business.work.actions import (
    ExchangeRateFacts,
    change_exchange_rate,
    remove_exchange_rate,
    set_exchange_rate,
)
from goldenthread.business.work.queries import plain
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import NotFound
from goldenthread.web.format import Format
from goldenthread.web.house import forms

Words = str | Promise
Cells = list[Any]


@dataclass(frozen=True)
class Screen:
    """A register's page. `add` returns the new key; without it, entries are made elsewhere.

    `narrow` is how many columns stay on a phone; `numbers` are the places of columns that stand to the right.
    `together` writes those shown together, where a figure's decimals follow from the others'.
    """

    name: str
    title: Words
    why: Words
    columns: tuple[Words, ...]
    cells: Callable[[Format, Any], Cells]
    new: Words = ""
    form: type[forms.HouseForm] | None = None
    new_form: type[forms.HouseForm] | None = None
    initial: Callable[[Any], dict[str, Any]] = lambda record: {}
    add: Callable[[Acting, dict[str, Any]], str] | None = None
    change: Callable[[Acting, str, dict[str, Any]], Any] | None = None
    remove: Callable[[Acting, str], Any] | None = None
    page: str = ""
    about: Callable[[Any], Any] = lambda record: record
    choices: tuple[tuple[str, Words, Any], ...] = ()
    narrow: int = 2
    numbers: tuple[int, ...] = ()
    together: Callable[[Format, Sequence[Any]], list[Cells]] | None = None

    def rows(self, fmt: Format, records: Sequence[Any]) -> list[Cells]:
        """The cells of the records of one page."""
        if self.together is not None:
            return self.together(fmt, records)
        return [self.cells(fmt, record) for record in records]

    def url_of(self, record: Any) -> str:
        """Where an entry is opened: on the page of what it is about, or in its form."""
        key = self.about(record).key
        if self.page:
            return reverse(self.page, kwargs={"key": key})
        return reverse("house-entry", kwargs={"register": self.name, "key": key})

    def url_after(self, key: str) -> str:
        """Where to go when an entry was kept."""
        if self.page:
            return reverse(self.page, kwargs={"key": key})
        return reverse("house-register", kwargs={"register": self.name})


def screen_named(name: str) -> Screen:
    """The screen of a register, or NotFound."""
    if name not in SCREENS:
        raise NotFound(_("The house keeps no %(name)s.") % {"name": name})
    return SCREENS[name]


def _name(record: Any) -> str:
    return record.name if record is not None else ""


def _add_person(acting: Acting, data: dict[str, Any]) -> str:
    organisation = data["organisation"]
    known = {name: value for name, value in data.items() if name != "organisation"}
    return str(actions.add_person(acting, organisation=organisation, new=NewPerson(**known)).key)


def _rate_for(fmt: Format, rate: Any) -> Cells:
    whose = _name(rate.person) or _name(rate.team) or _("Everyone")
    return [whose, f"{fmt.number(rate.per_hour, 2)} {rate.currency}", fmt.date(rate.valid_from)]


def _exchange_rate(fmt: Format, rate: Any) -> Cells:
    return _exchange_rates(fmt, [rate])[0]


def _exchange_rates(fmt: Format, rates: Sequence[Any]) -> list[Cells]:
    """Shown together, all have the decimals of the one that has most."""
    places = max((len(plain(rate.rate).partition(".")[2]) for rate in rates), default=0)
    return [
        [rate.currency, f"{fmt.number(rate.rate, places)} {rate.into}", fmt.date(rate.on), rate.source]
        for rate in rates
    ]


def _calendar_facts(data: dict[str, Any]) -> actions.CalendarFacts:
    return actions.CalendarFacts(
        name=data["name"],
        timezone=data["timezone"],
        weekly={day: data[day] for day, _word in forms.WEEK},
        holidays=data["holidays"],
        exceptions=data["exceptions"],
        breaks=data["breaks"],
        closures=data["closures"],
    )


def calendar_initial(calendar: Any) -> dict[str, Any]:
    """A calendar as its form writes it."""
    spec = calendar.spec
    return {
        "name": calendar.name,
        "timezone": spec["timezone"],
        **{day: people.hours_text(spec["weekly"].get(day, ())) for day, _word in forms.WEEK},
        "holidays": "\n".join(spec.get("holidays") or ()),
        "exceptions": people.days_text(spec.get("exceptions") or {}).replace("; ", "\n"),
        "breaks": people.days_text(spec.get("breaks") or {}).replace("; ", "\n"),
        "closures": people.closures_text(spec.get("closures") or ()).replace("; ", "\n"),
    }


def _of(*names: str, **keys: str) -> Callable[[Any], dict[str, Any]]:
    """A form's first values: plain ones, and keys of what is pointed to."""

    def read(record: Any) -> dict[str, Any]:
        pointed = {name: getattr(getattr(record, name), "key", "") for name in keys.get("to", "").split()}
        return {name: getattr(record, name) for name in names} | pointed

    return read


SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        Screen(
            "people",
            lazy("People"),
            lazy("Everyone who signs in, or whose time and requests are kept."),
            (lazy("Name"), lazy("Email"), lazy("Job"), lazy("Organisation"), lazy("State")),
            lambda fmt, p: [p.name, p.email, p.job, p.organisation.name, _("Here") if p.is_active else _("Left")],
            lazy("Add person"),
            forms.PersonForm,
            forms.NewPersonForm,
            _of("name", "email", "job", "locale", "timezone", to="organisation calendar"),
            _add_person,
            lambda acting, key, data: actions.change_person(acting, key, change=actions.PersonChange(**data)),
            page="person",
            choices=(("state", lazy("State"), (("here", lazy("Here")), ("left", lazy("Left")))),),
        ),
        Screen(
            "teams",
            lazy("Teams"),
            lazy("People who share a queue or a skill. Tickets and tasks are given to teams."),
            (lazy("Name"), lazy("Organisation"), lazy("Calendar")),
            lambda fmt, t: [t.name, t.organisation.name, _name(t.calendar) or _("The organisation's")],
            lazy("Add team"),
            forms.TeamForm,
            initial=_of("name", to="organisation calendar"),
            add=lambda acting, data: str(actions.add_team(acting, new=TeamFacts(**data)).key),
            change=lambda acting, key, data: actions.change_team(acting, key, change=TeamFacts(**data)),
            page="team",
        ),
        Screen(
            "members",
            lazy("Members"),
            lazy("Who is in which team."),
            (lazy("Team"), lazy("Person"), lazy("Leads")),
            lambda fmt, m: [m.team.name, m.person.name, _("Leads") if m.is_lead else ""],
            page="team",
            about=lambda m: m.team,
        ),
        Screen(
            "skills",
            lazy("Skills"),
            lazy("What people can do, so that plans find who can."),
            (lazy("Name"),),
            lambda fmt, s: [s.name],
            lazy("Add skill"),
            forms.SkillForm,
            initial=_of("name"),
            add=lambda acting, data: str(actions.add_skill(acting, **data).key),
            change=lambda acting, key, data: actions.change_skill(acting, key, **data),
        ),
        Screen(
            "levels",
            lazy("Levels"),
            lazy("How well each person has a skill, from 1 (learning) to 5 (teaching)."),
            (lazy("Person"), lazy("Skill"), lazy("Level")),
            lambda fmt, s: [s.person.name, s.skill.name, str(s.level)],
            page="person",
            about=lambda s: s.person,
        ),
        Screen(
            "rates",
            lazy("Rates"),
            lazy(
                "What an hour costs from a day on. A person's own rate counts first, then the team's, then the house's."
            ),
            (lazy("For"), lazy("An hour"), lazy("Holds from")),
            _rate_for,
            lazy("Set rate"),
            forms.RateForm,
            initial=_of("per_hour", "currency", "valid_from", to="person team"),
            add=lambda acting, data: str(actions.set_rate(acting, new=RateFacts(**data)).key),
            change=lambda acting, key, data: actions.change_rate(acting, key, change=RateFacts(**data)),
            remove=actions.remove_rate,
            narrow=3,
            numbers=(1,),
        ),
        Screen(
            "exchange-rates",
            lazy("Exchange rates"),
            lazy("What one currency is worth in another from a day on. Every sum turns money at the rate of its day."),
            (lazy("One unit of"), lazy("Is worth"), lazy("Holds from"), lazy("Source")),
            _exchange_rate,
            lazy("Set exchange rate"),
            forms.ExchangeRateForm,
            initial=_of("currency", "into", "rate", "on", "source"),
            add=lambda acting, data: str(set_exchange_rate(acting, new=ExchangeRateFacts(**data)).key),
            change=lambda acting, key, data: change_exchange_rate(acting, key, change=ExchangeRateFacts(**data)),
            remove=remove_exchange_rate,
            together=_exchange_rates,
            narrow=3,
            numbers=(1,),
        ),
        Screen(
            "absences",
            lazy("Absences"),
            lazy("Days people are away. Plans and capacity leave them out."),
            (lazy("Person"), lazy("Kind"), lazy("First day"), lazy("Last day")),
            lambda fmt, a: [a.person.name, a.get_kind_display(), fmt.date(a.starts_on), fmt.date(a.ends_on)],
            lazy("Note absence"),
            forms.AbsenceForm,
            initial=_of("kind", "starts_on", "ends_on", to="person"),
            add=lambda acting, data: str(actions.note_absence(acting, new=AbsenceFacts(**data)).key),
            change=lambda acting, key, data: actions.change_absence(acting, key, change=AbsenceFacts(**data)),
            remove=actions.remove_absence,
            choices=(("kind", lazy("Kind"), people.ABSENCE_KINDS),),
        ),
        Screen(
            "calendars",
            lazy("Calendars"),
            lazy("When work is done. Clocks run, and plans move on, in these hours only."),
            (lazy("Name"), lazy("Time zone"), lazy("Holidays")),
            lambda fmt, c: [c.name, c.timezone, str(len(c.spec.get("holidays") or ()))],
            lazy("Add calendar"),
            forms.CalendarForm,
            initial=calendar_initial,
            add=lambda acting, data: str(actions.add_calendar(acting, new=_calendar_facts(data)).key),
            change=lambda acting, key, data: actions.change_calendar(acting, key, change=_calendar_facts(data)),
        ),
        Screen(
            "organisations",
            lazy("Organisations"),
            lazy("Your own units, the customers you serve, and your suppliers."),
            (lazy("Name"), lazy("Kind"), lazy("Part of"), lazy("Calendar"), lazy("Currency")),
            lambda fmt, o: [o.name, o.get_kind_display(), _name(o.parent), _name(o.calendar), o.currency],
            lazy("Add organisation"),
            forms.OrganisationForm,
            initial=_of("name", "kind", "currency", to="parent calendar"),
            add=lambda acting, data: str(actions.add_organisation(acting, new=OrganisationFacts(**data)).key),
            change=lambda acting, key, data: actions.change_organisation(acting, key, change=OrganisationFacts(**data)),
            choices=(("kind", lazy("Kind"), people.ORGANISATION_KINDS),),
        ),
        Screen(
            "grants",
            lazy("Roles"),
            lazy("Who may do what, and on what."),
            (lazy("Person"), lazy("Role"), lazy("On")),
            lambda fmt, g: [g.person.name, g.get_role_display(), g.on_key or _("Whole house")],
            remove=actions.take_role_back,
            page="person",
            about=lambda g: g.person,
            choices=(("role", lazy("Role"), people.ROLES), ("scope", lazy("Scope"), people.SCOPES)),
        ),
    )
}
