"""Telling people what happened to what they have to do with."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import translation

from goldenthread.business.people.models import Notification, Person
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting


@action(may=lambda actor: actor.is_house)
def notify(acting: Acting, *, people: Iterable[int | None], subject: str, tell: Callable[[], str]) -> int:
    """Tell each of them once, in their own language: `tell` gives the sentence. Returns how many were told.

    Whoever caused it is not told, nor who has left.
    """
    wanted = {number for number in people if number is not None and number != acting.actor.on_behalf_of}
    told = []
    for person in Person.objects.filter(pk__in=wanted, is_active=True).order_by("pk"):
        with translation.override(person.locale):
            told.append(Notification(person=person, subject=subject, sentence=tell()[:300], at=acting.at))
    Notification.objects.bulk_create(told)
    return len(told)
