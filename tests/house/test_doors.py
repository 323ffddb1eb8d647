"""Whatever a page can do, the API can do."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "goldenthread"
ONLY_FOR_PEOPLE = {"set_up_house": "the first page of a house that nobody can have a token for yet"}


def actions_used_in(room: str) -> set[str]:
    used: set[str] = set()
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_action = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("goldenthread.business.")
            if is_action and ".actions" in (node.module or ""):
                used |= {name.name for name in node.names if name.name[0].islower()}
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "actions":
                used.add(node.attr)
    return used


def test_every_action_of_a_page_is_an_action_of_the_api() -> None:
    missing = actions_used_in("web") - actions_used_in("api") - set(ONLY_FOR_PEOPLE)

    assert not missing
