"""What each risk does to the confidence of a plan: the same runs without it, and with what is done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from goldenthread.engine.network.plan import Plan
from goldenthread.engine.simulation.answer import Odds, Simulation
from goldenthread.engine.simulation.chances.distributions import Amount, Distribution
from goldenthread.engine.simulation.inputs import Costs, Mitigation, Risk, Targets
from goldenthread.engine.simulation.simulating import simulate
from goldenthread.engine.watching import OnProgress, ShouldStop, Watch


@dataclass(frozen=True, slots=True)
class Changed:
    """A plan with one thing about a risk changed: the odds of its targets, and finish and cost four times in five."""

    odds: Odds
    finish: datetime
    cost: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan as it is, and by risk the plan without it and with it treated (those that have a treatment)."""

    as_is: Simulation
    without: Mapping[str, Changed]
    treated: Mapping[str, Changed]


def what_if(  # noqa: PLR0913  (the face of simulate, and what is done about risks)
    plan: Plan,
    uncertainties: Mapping[str, Distribution | Amount],
    risks: Iterable[Risk] = (),
    costs: Costs | None = None,
    *,
    treatments: Mapping[str, Mitigation] | None = None,
    targets: Targets | None = None,
    iterations: int = 10_000,
    seed: int = 0,
    should_stop: ShouldStop = None,
    on_progress: OnProgress = None,
) -> WhatIf:
    """Simulate a plan as it is, then each risk away and each treatment done, with the same chance in each.

    Every risk meets the same draws in all of them, so they differ by what was changed and not by noise. `on_progress`
    hears the share of all runs that are done; once `should_stop` says so, what is known so far is answered: the plan as
    it is by the runs done, and of the changes those that were simulated whole. Refused: what `simulate` refuses.
    """
    known, watch = tuple(risks), Watch(should_stop, on_progress)
    changes = _changes(known, treatments or {})

    def run(some: Iterable[Risk], turn: int) -> Simulation:
        of = 1 + len(changes)
        part = watch.part(turn / of, (turn + 1) / of)
        return simulate(
            plan,
            uncertainties,
            some,
            costs,
            iterations=iterations,
            seed=seed,
            targets=targets,
            should_stop=lambda: part.is_stopped,
            on_progress=part.tell,
        )

    as_is = run(known, 0)
    found: dict[str, dict[str, Changed]] = {"without": {}, "treated": {}}
    for turn, (kind, name, some) in enumerate(changes, 1):
        if watch.is_stopped:
            break
        other = run(some, turn)
        if other.iterations == as_is.iterations:
            found[kind][name] = Changed(other.odds, other.finish_at(0.8), other.cost_at(0.8))
    return WhatIf(as_is, found["without"], found["treated"])


def _changes(known: tuple[Risk, ...], treatments: Mapping[str, Mitigation]) -> list[tuple[str, str, tuple[Risk, ...]]]:
    """What is changed in each further simulation: the kind of change, the risk's id, and the risks that are left."""
    changes: list[tuple[str, str, tuple[Risk, ...]]] = []
    for risk in known:
        changes.append(("without", risk.id, tuple(one for one in known if one.id != risk.id)))
        if risk.id in treatments:
            treated = replace(risk, mitigation=treatments[risk.id])
            changes.append(("treated", risk.id, tuple(treated if one.id == risk.id else one for one in known)))
    return changes
