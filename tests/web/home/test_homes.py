"""Everybody arrives where their day begins."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.business.projects.company import a_project
from tests.cast import Cast

from goldenthread.business.people.models import Person


def arrives(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client.get("/")["Location"]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("mara", "/portfolio/"),
        ("ines", "/services/"),
        ("tomas", "/my-work/"),
        ("daniel", "/desk/"),
        ("nadia", "/portal/"),
        ("emeka", "/house/"),
        ("aoife", "/house/audit/"),
    ],
)
def test_a_role_has_its_home(cast: Cast, name: str, where: str) -> None:
    assert arrives(getattr(cast, name)) == where


def test_who_leads_one_project_arrives_in_its_cockpit_and_who_leads_more_at_their_list(cast: Cast) -> None:
    assert arrives(cast.priya) == "/projects/"
    project = a_project(cast)
    assert arrives(cast.priya) == f"/projects/{project.key}/"
    a_project(cast)
    assert arrives(cast.priya) == f"/projects/?manager={cast.priya.key}"
