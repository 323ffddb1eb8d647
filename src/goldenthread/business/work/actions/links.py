"""Ties between two works: caused by, duplicates, relates to, goes live with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.work.events import WorksLinked, WorksUnlinked
from goldenthread.business.work.models import Link, Work
from goldenthread.business.work.policies import may_work_on
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.policies import visible


@action(on=Work, may=may_work_on)
def link_works(acting: Acting, work: Work, *, target: str, kind: str) -> Link:
    """Tie a work to another the actor sees; tying it twice changes nothing."""
    other = _other(acting, work, target, kind)
    if kind == Link.Kind.CAUSED_BY and _leads_to(other.pk, work.pk):
        raise Refused(_("%(target)s is itself caused by %(key)s.") % {"target": other.key, "key": work.key})
    link, is_new = Link.objects.get_or_create(source=work, target=other, kind=kind)
    if is_new:
        record(WorksLinked(subject=work.key, kind=kind, target=other.key))
    return link


@action(on=Work, may=may_work_on)
def unlink_works(acting: Acting, work: Work, *, target: str, kind: str) -> None:
    """Undo a tie, whichever of the two it was made from."""
    other = _other(acting, work, target, kind)
    for source, end in ((work, other), (other, work)):
        gone, _by_kind = Link.objects.filter(source=source, target=end, kind=kind).delete()
        if gone:
            record(WorksUnlinked(subject=source.key, kind=kind, target=end.key))


def _other(acting: Acting, work: Work, target: str, kind: str) -> Work:
    other = visible(Work, acting.actor).filter(key=target.strip().upper()).first()
    if other is None:
        raise Invalid(fields={"target": _("There is no such work, or it is not open to you.")})
    if other.pk == work.pk:
        raise Invalid(fields={"target": _("A work cannot be tied to itself.")})
    if kind not in Link.Kind.values:
        raise Invalid(fields={"kind": _("Choose a kind from the list.")})
    return other


def _leads_to(start: int, end: int) -> bool:
    """Whether causes, followed from one work, arrive at another."""
    known, edge = {start}, {start}
    while edge:
        found = Link.objects.filter(source__in=edge, kind=Link.Kind.CAUSED_BY).values_list("target_id", flat=True)
        edge = set(found) - known
        known |= edge
    return end in known
