"""The form of a scenario's limits: a new one, filled in with what is usual or with another's, and an old one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import change_scenario, choose_investments, prepare_scenario
from goldenthread.business.portfolio.policies import may_prepare
from goldenthread.business.portfolio.queries import choosing
from goldenthread.business.portfolio.queries.choosing import FUNDS, ScenarioLimits, Share
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import say, submit

YEARS, SHARES = 5, 3  # rows of shares; more where more are kept already


@dataclass(frozen=True)
class Offered:
    """What a form of limits offers: investments, groups, and rows for so many shares."""

    known: list[queries.Choice]
    groups: list[queries.Choice]
    shares: int


class Limits(Form):
    """All limits of a scenario; what is left empty is not limited."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    first_year = forms.IntegerField(label=gettext_lazy("First year"))
    years = forms.TypedChoiceField(label=gettext_lazy("Years"), coerce=int)
    delay_years = forms.TypedChoiceField(label=gettext_lazy("A start may wait"), coerce=int)
    hours_percent = forms.IntegerField(
        label=gettext_lazy("Share of people’s hours, in percent"), min_value=1, max_value=200, required=False
    )
    risk = forms.DecimalField(label=gettext_lazy("Most expected loss"), min_value=0, max_digits=13, required=False)
    must = forms.MultipleChoiceField(
        label=gettext_lazy("Must be in"), widget=forms.CheckboxSelectMultiple, required=False
    )
    out = forms.MultipleChoiceField(label=gettext_lazy("Kept out"), widget=forms.CheckboxSelectMultiple, required=False)
    value_spread = forms.IntegerField(label=gettext_lazy("Values miss by, in percent"), min_value=0, max_value=100)
    cost_spread = forms.IntegerField(label=gettext_lazy("Costs miss by, in percent"), min_value=0, max_value=100)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = offered.shares
        known = {"must": offered.known, "out": offered.known, "years": _spans(), "delay_years": _delays()}
        for name, choices in known.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for fund in FUNDS:
            for place in range(YEARS):
                label = _("%(fund)s, year %(number)s") % {"fund": queries.FLOW_WORDS[fund], "number": place + 1}
                self.fields[f"{fund}_{place}"] = forms.DecimalField(
                    label=label, min_value=0, max_digits=13, decimal_places=2, required=False
                )
        for place in range(self.rows):
            self._add_share(place, offered.groups)

    def _add_share(self, place: int, groups: list[queries.Choice]) -> None:
        number = {"number": place + 1}
        of = [("cost", _("of the money")), ("value", _("of the value")), ("count", _("of the number"))]
        made: dict[str, forms.Field] = {
            "group": forms.ChoiceField(
                label=_("Group %(number)s") % number, choices=[("", _("None")), *groups], required=False
            ),
            "least": forms.IntegerField(label=_("At least, in percent (%(number)s)") % number, required=False),
            "most": forms.IntegerField(label=_("At most, in percent (%(number)s)") % number, required=False),
            "of": forms.ChoiceField(label=_("Counted by (%(number)s)") % number, choices=of, required=False),
        }
        for name, field in made.items():
            self.fields[f"share_{place}_{name}"] = field

    @property
    def money(self) -> list[tuple[str, list[Any]]]:
        """The rows of the grid: the fund's word and its cells."""
        return [(str(queries.FLOW_WORDS[fund]), [self[f"{fund}_{place}"] for place in range(YEARS)]) for fund in FUNDS]

    @property
    def shares(self) -> list[dict[str, Any]]:
        names = ("group", "least", "most", "of")
        return [{name: self[f"share_{place}_{name}"] for name in names} for place in range(self.rows)]

    def blame(self, error: Any) -> None:
        """Money and shares have many fields: their complaints stand at the first."""
        places = {"money": f"{FUNDS[0]}_0", "shares": "share_0_group"}
        for name, sentence in error.fields.items():
            field = places.get(name, name)
            self.add_error(field if field in self.fields else None, str(sentence))
        if not error.fields:
            self.add_error(None, str(error))


@signed_in
def new(request: PageRequest) -> HttpResponse:
    """Prepare a scenario; ?portfolio= says of what, ?copy= takes the limits of another."""
    copied = _copied(request)
    portfolio = copied.portfolio if copied else queries.portfolio(request.actor, request.GET.get("portfolio", ""))
    require(may_prepare(request.actor, portfolio))
    limits = choosing.limits_of(copied.limits) if copied else choosing.usual_limits(portfolio, request.acting.at)
    name = _("%(name)s, otherwise") % {"name": copied.name} if copied else _("Plan %(year)s") % {
        "year": limits.first_year
    }  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        made = prepare_scenario(request.acting, portfolio.key, name=data["name"], limits=told(data))
        choose_investments(request.acting, made.key)
        say(request, _("%(key)s is prepared; the best choice is being looked for.") % {"key": made.key})
        return url("scenario", key=made.key)

    def show(form: Form) -> dict[str, Any]:
        back = url("scenario", key=copied.key) if copied else url("scenarios", {"portfolio": portfolio.key})
        head = {"title": _("New scenario"), "back": back, "back_word": _("Scenarios")}
        return {**head, "limits": limits, "version": None}

    return _form(request, portfolio, (name, limits), show, act)


@signed_in
def edit(request: PageRequest, key: str) -> HttpResponse:
    """Rename a scenario or set other limits; the choice is made anew."""
    found = choosing.scenario(request.actor, key)
    limits = choosing.limits_of(found.limits)

    def act(data: dict[str, Any]) -> str:
        wanted = told(data)
        change_scenario(request.acting, key, name=data["name"], limits=wanted)
        if wanted.plain() != found.limits:
            choose_investments(request.acting.actor.at(request.acting.at), key)
        return url("scenario", key=key)

    def show(form: Form) -> dict[str, Any]:
        back = url("scenario", key=key)
        return {
            "title": _("Limits of %(key)s") % {"key": key},
            "back": back,
            "back_word": found.name,
            "limits": limits,
            "version": found.version,
        }

    return _form(request, found.portfolio, (found.name, limits), show, act)


def _form(request: PageRequest, portfolio: Any, start: tuple[str, ScenarioLimits], show: Any, act: Any) -> HttpResponse:
    name, limits = start
    offered = Offered(
        known=choosing.choosable(request.actor, portfolio),
        groups=choosing.group_choices(request.actor, limits),
        shares=max(SHARES, len(limits.shares)),
    )
    initial = {"name": name, **_initial(limits)}
    return submit(
        request, Limits, show, act, template="portfolio/scenario_limits.html", initial=initial, offered=offered
    )


def told(data: dict[str, Any]) -> ScenarioLimits:
    """The limits that a form says."""
    first = data["first_year"]
    money = {
        fund: {first + place: data[f"{fund}_{place}"] for place in range(YEARS) if data[f"{fund}_{place}"] is not None}
        for fund in FUNDS
    }
    names = ("hours_percent", "risk", "delay_years", "value_spread", "cost_spread")
    return ScenarioLimits(
        first_year=first,
        years=data["years"],
        money={fund: amounts for fund, amounts in money.items() if amounts},
        shares=tuple(_share(data, place) for place in _rows(data) if data[f"share_{place}_group"]),
        must=tuple(data["must"]),
        out=tuple(data["out"]),
        **{name: data[name] for name in names},
    )


def _rows(data: dict[str, Any]) -> range:
    """The rows of shares that were sent."""
    return range(sum(name.startswith("share_") and name.endswith("_group") for name in data))


def _share(data: dict[str, Any], place: int) -> Share:
    least, most = data[f"share_{place}_least"], data[f"share_{place}_most"]
    return Share(
        data[f"share_{place}_group"],
        least=0 if least is None else least,
        most=100 if most is None else most,
        of=data[f"share_{place}_of"] or "cost",
    )


def _initial(limits: ScenarioLimits) -> dict[str, Any]:
    names = ("first_year", "years", "delay_years", "hours_percent", "risk", "value_spread", "cost_spread")
    initial: dict[str, Any] = {name: getattr(limits, name) for name in names}
    initial |= {"must": list(limits.must), "out": list(limits.out)}
    for fund, years in limits.money.items():
        initial |= {f"{fund}_{year - limits.first_year}": _short(amount) for year, amount in years.items()}
    for place, share in enumerate(limits.shares):
        initial |= {f"share_{place}_{name}": value for name, value in vars(share).items()}
    return initial


def _short(amount: Decimal) -> Decimal:
    """Without cents where there are none."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _copied(request: PageRequest) -> Any:
    key = request.GET.get("copy", "")
    if key:
        return choosing.scenario(request.actor, key)
    if not request.GET.get("portfolio"):
        raise NotFound(_("Say of which portfolio the scenario is."))
    return None


def _spans() -> list[tuple[int, str]]:
    return [(count, ngettext("%(num)s year", "%(num)s years", count) % {"num": count}) for count in range(1, YEARS + 1)]


def _delays() -> list[tuple[int, str]]:
    waits = [
        (count, ngettext("up to %(num)s year", "up to %(num)s years", count) % {"num": count})
        for count in range(1, YEARS)
    ]
    return [(0, _("not at all")), *waits]
