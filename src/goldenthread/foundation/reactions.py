"""What the house does because something happened: jobs deferred in the fact's own transaction, done once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.facts import Fact, fact_of
from goldenthread.foundation.models import Event, Receipt

Reaction = Callable[[Acting, Fact], None]
REACTIONS: dict[str, Reaction] = {}
_BY_FACT: dict[str, list[str]] = defaultdict(list)

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


def reaction(*facts: type[Fact]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a function `(acting, fact)` after each of these facts, as the house on behalf of who caused it."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        name = f"{run.__module__.rpartition('.')[2]}.{run.__name__}"
        REACTIONS[name] = run
        for fact in facts:
            _BY_FACT[fact.__name__].append(name)
        return run

    return register


def defer_reactions(events: Sequence[Event]) -> None:
    """Queue every reaction to these events; a transaction that rolls back takes its jobs with it."""
    jobs: list[dict[str, JSONValue]] = [
        {"event_id": event.id, "name": name} for event in events for name in _BY_FACT.get(event.name, ())
    ]
    if jobs:
        app.configure_task("react").batch_defer(*jobs)


@app.task(name="react", retry=RETRY)
def react(event_id: int, name: str) -> None:
    """Carry out one reaction to one event, once, however often the job is run."""
    event = Event.objects.get(id=event_id)
    behalf = event.on_behalf_of if event.actor_kind == "house" else event.actor_id
    with transaction.atomic():
        _receipt, is_new = Receipt.objects.get_or_create(event=event, reaction=name)
        if is_new:
            REACTIONS[name](Acting(replace(SYSTEM, on_behalf_of=behalf), event.at), fact_of(event))
