"""Opening a project."""

from dataclasses import replace
from datetime import date

import pytest
from tests.business.projects.company import a_project, new_project
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.people.models import Role, RoleGrant
from goldenthread.business.projects.actions import NewDeliverable, open_project
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries import project
from goldenthread.business.work.actions import open_account
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound
from goldenthread.foundation.models import Event


def test_it_opens_whole(cast: Cast) -> None:
    parent = open_account("Self-service booking", "EUR")
    opened = a_project(cast, parent_account_id=parent.pk)

    phases = list(opened.phases.all())
    assert [phase.kind for phase in phases] == [
        "initiating",
        "planning",
        "creating",
        "testing",
        "delivering",
        "closing",
    ]
    assert [phase.started_at for phase in phases] == [NOON] + [None] * 5
    assert opened.charter.budget == 100_000
    assert (opened.account.parent, opened.account.nature) == (parent, "capex")
    assert set(opened.members.all()) == {cast.priya, cast.tomas}
    assert set(opened.services.all()) == {cast.service}
    assert [wanted.name for wanted in opened.deliverables.all()] == ["Booking page"]
    granted = RoleGrant.objects.filter(scope="project", scope_id=opened.pk).values_list("person_id", "role")
    assert set(granted) == {(cast.priya.pk, Role.PROJECT_MANAGER), (cast.tomas.pk, Role.TEAM_MEMBER)}
    assert Event.objects.get(subject=opened.key).name == "ProjectOpened"


def test_what_does_not_fit_is_said_at_its_field(cast: Cast) -> None:
    new = new_project(cast, name=" ", template="none", deliverables=(NewDeliverable("Page", ()),))
    new = replace(new, charter=replace(new.charter, deadline=date(2026, 1, 1)))

    with pytest.raises(Invalid) as refusal:
        open_project(acting(cast.mara), new=new)

    assert set(refusal.value.fields) == {"name", "template", "deadline", "deliverables"}
    assert not Project.objects.exists()


def test_only_a_portfolio_manager_or_the_house(cast: Cast) -> None:
    assert open_project(acting(cast.mara), new=new_project(cast)).pk
    with pytest.raises(NotAllowed):
        open_project(acting(cast.priya), new=new_project(cast))


def test_who_is_not_concerned_does_not_see_it(cast: Cast) -> None:
    opened = a_project(cast)

    for person in (cast.priya, cast.tomas, cast.ruth, cast.mara, cast.ines):
        assert project(actor(person), opened.key) == opened
    for person in (cast.charlie, cast.nadia, cast.daniel, cast.emeka):
        with pytest.raises(NotFound):
            project(actor(person), opened.key)
