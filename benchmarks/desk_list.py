"""The queue of the desk: the same work for the database however many tickets there are, and a page close to bare."""

from collections.abc import Iterator

from benchmarks.house import open_house
from benchmarks.result import Result

FEW, MANY = 1_000, 20_000


def measure() -> Iterator[Result]:
    with open_house():
        yield from _figures()


def _figures() -> Iterator[Result]:
    from django.db import connection  # noqa: PLC0415  Django is ready only now
    from django.test import Client, override_settings  # noqa: PLC0415
    from tests.cast import assemble  # noqa: PLC0415
    from tests.house.crowd import crowd  # noqa: PLC0415

    from benchmarks.bare_list import BESIDE, asks_beside_list  # noqa: PLC0415
    from benchmarks.visits import visit, visitor, watched  # noqa: PLC0415

    cast = assemble()
    client = visitor(cast.daniel)
    crowd(cast, FEW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    few = visit(client, "/desk/")
    crowd(cast, MANY - FEW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    many = visit(client, "/desk/")
    with watched() as page:
        client.get("/desk/")
    BESIDE.extend((text, values) for text, values in page.sent if asks_beside_list(text))
    with override_settings(ROOT_URLCONF="benchmarks.bare_list", MIDDLEWARE=[]):
        bare = visit(Client(SERVER_NAME="localhost"), "/")

    yield Result("desk list: queries at 20,000 tickets", many.queries, "queries", 12)
    yield Result("desk list: queries more than at 1,000", many.queries - few.queries, "queries", 0)
    said = f"{few.sql * 1e3:.2f} ms at 1,000, {many.sql * 1e3:.2f} ms at 20,000"
    yield Result("desk list: SQL p50 against that at 1,000", many.sql / few.sql, "×", 1.5, note=said)
    said = f"{many.cpu * 1e3:.2f} ms, bare {bare.cpu * 1e3:.2f} ms with {bare.queries} statements"
    yield Result("desk list: CPU against a bare list", many.cpu / bare.cpu, "×", 1.5, note=said)
