"""What a page weighs as it is sent: its HTML, style and script, compressed; the font and images apart."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.house import open_house
from benchmarks.result import Result

if TYPE_CHECKING:
    from django.test import Client

LINKED = re.compile(
    rb"""<(?:script\b[^>]*\bsrc|link\b(?=[^>]*\brel="(?:stylesheet|modulepreload)")[^>]*\bhref)="([^"]+)\""""
)


def measure() -> Iterator[Result]:
    with open_house():
        from goldenthread.connectors.demo.seed import seed  # noqa: PLC0415  Django is ready only now

        seed(datetime.now(UTC))
        for name, who, paths in _pages():
            weights = [_weight(who, path) for path in paths]
            note = "" if len(paths) == 1 else f"the heaviest of {len(paths)}"
            yield Result(f"page weight: {name}, compressed", max(weights) / 1000, "kB", 120, note=note)


def _pages() -> "Iterator[tuple[str, Client, list[str]]]":
    from benchmarks.visits import visitor  # noqa: PLC0415
    from goldenthread.business.people.models import Person  # noqa: PLC0415
    from goldenthread.business.projects.models import Project  # noqa: PLC0415
    from goldenthread.business.services.models import Service  # noqa: PLC0415

    def who(role: str) -> "Client":
        found = Person.objects.filter(grants__role=role, grants__scope="house").order_by("pk")
        return visitor(found[0])

    projects = [f"/projects/{project.key}/" for project in Project.objects.order_by("pk")]
    services = [f"/services/{service.key}/" for service in Service.objects.order_by("pk")]
    yield "desk", who("desk_agent"), ["/desk/"]
    yield "my work", who("desk_agent"), ["/my-work/"]
    yield "portfolio", who("portfolio_manager"), ["/portfolio/"]
    yield "project cockpit", who("portfolio_manager"), projects
    yield "service", who("portfolio_manager"), services
    yield "portal", who("requester"), ["/portal/"]


def _weight(client: "Client", path: str) -> int:
    html = _sent(client, path)
    plain = _sent(client, path, encoding="identity")
    return len(html) + sum(len(_sent(client, part.decode())) for part in set(LINKED.findall(plain)))


def _sent(client: "Client", path: str, encoding: str = "gzip") -> bytes:
    response = client.get(path, headers={"accept-encoding": encoding})
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return response.getvalue()  # type: ignore[no-any-return]
