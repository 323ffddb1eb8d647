"""Links between works, and approvals."""

import pytest
from tests.cast import HOUSE, Cast, acting, actor

from goldenthread.business.work.actions import (
    approve,
    ask_approval,
    decline,
    link_works,
    open_work,
    unlink_works,
    void_approvals,
)
from goldenthread.business.work.models import Approval, Link, Work, WorkKind
from goldenthread.business.work.queries import approvals_asked, ties_of
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.models import Event


@pytest.fixture
def work(cast: Cast) -> Work:
    return open_work(HOUSE, WorkKind.CHANGE, "New servers", requester=cast.nadia, assignee=cast.daniel, team=cast.desk)


@pytest.fixture
def other(cast: Cast) -> Work:
    return open_work(HOUSE, WorkKind.INCIDENT, "Slow", requester=cast.nadia, team=cast.desk)


def test_a_tie_is_seen_from_both_ends(cast: Cast, work: Work, other: Work) -> None:
    link_works(acting(cast.daniel), other.key, target=work.key.lower(), kind="caused_by")
    link_works(acting(cast.daniel), other.key, target=work.key, kind="caused_by")

    (out,) = ties_of(actor(cast.daniel), other.pk)
    (back,) = ties_of(actor(cast.daniel), work.pk)
    assert (out.other, out.is_outward, back.other, back.is_outward) == (work, True, other, False)
    assert Event.objects.filter(name="WorksLinked").count() == 1


def test_what_one_does_not_see_cannot_be_tied_nor_is_it_shown(cast: Cast, work: Work, other: Work) -> None:
    hidden = open_work(HOUSE, WorkKind.INCIDENT, "Private", requester=cast.charlie, is_private=True)
    with pytest.raises(Invalid):
        link_works(acting(cast.daniel), work.key, target=hidden.key, kind="relates")

    Link.objects.create(source=work, target=hidden, kind="relates")
    assert ties_of(actor(cast.daniel), work.pk) == []


def test_causes_do_not_run_in_a_circle(cast: Cast, work: Work, other: Work) -> None:
    link_works(acting(cast.daniel), other.key, target=work.key, kind="caused_by")
    with pytest.raises(Refused):
        link_works(acting(cast.daniel), work.key, target=other.key, kind="caused_by")


def test_a_tie_is_undone_from_either_end(cast: Cast, work: Work, other: Work) -> None:
    link_works(acting(cast.daniel), other.key, target=work.key, kind="relates")
    unlink_works(acting(cast.daniel), work.key, target=other.key, kind="relates")
    assert not Link.objects.exists()


def test_an_approval_waits_for_its_approver_and_is_given(cast: Cast, work: Work) -> None:
    asked = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    assert ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk) == asked
    assert approvals_asked(actor(cast.mara)) == [asked]

    approve(acting(cast.mara), asked.key)

    asked.refresh_from_db()
    assert asked.state == "approved"
    assert approvals_asked(actor(cast.mara)) == []


def test_nobody_decides_for_another_nor_for_themselves(cast: Cast, work: Work) -> None:
    asked = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    with pytest.raises(NotAllowed):
        approve(acting(cast.daniel), asked.key)
    with pytest.raises(NotFound):
        approve(acting(cast.charlie), asked.key)
    for own in (cast.nadia, cast.daniel):
        with pytest.raises(Invalid):
            ask_approval(acting(cast.daniel), work.key, approver_id=own.pk)

    Work.objects.filter(pk=work.pk).update(assignee=cast.mara)
    with pytest.raises(NotAllowed):
        approve(acting(cast.mara), asked.key)


def test_declining_needs_a_reason_and_is_final(cast: Cast, work: Work) -> None:
    asked = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    with pytest.raises(Invalid):
        decline(acting(cast.mara), asked.key, reason=" ")
    decline(acting(cast.mara), asked.key, reason="No way back")
    with pytest.raises(Refused):
        approve(acting(cast.mara), asked.key)


def test_an_approval_is_of_what_was_read(cast: Cast, work: Work) -> None:
    asked = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    Work.objects.filter(pk=work.pk).update(title="Very different servers")

    with pytest.raises(Refused):
        approve(acting(cast.mara), asked.key)

    again = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    asked.refresh_from_db()
    assert (asked.state, again.state) == ("void", "asked")


def test_changing_a_work_voids_what_was_given(cast: Cast, work: Work) -> None:
    @action(may=lambda actor: True)
    def reword(acting: Acting) -> int:
        work.title = "Other servers"
        work.save()
        return void_approvals(acting, work)

    asked = ask_approval(acting(cast.daniel), work.key, approver_id=cast.mara.pk)
    approve(acting(cast.mara), asked.key)

    assert reword(acting(cast.daniel)) == 1
    assert Approval.objects.get().state == "void"
