"""The glossary holds every noun."""

import re
from pathlib import Path

from django.apps import apps

DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTS = {  # a part of a noun that has its line
    "Membership": "team",
    "PersonSkill": "skill",
    "InvestmentRisk": "risk",
    "GateCriterion": "gate",
    "GateDecision": "gate",
    "MeasureReading": "reading",
    "TargetReading": "reading",
    "ProgressReading": "reading",
    "ReadinessItem": "hand-over",
    "IdempotencyKey": "key",
}
OURS = ("foundation", "people", "work", "assets", "services", "desk", "projects", "portfolio")


def words() -> set[str]:
    return set(re.findall(r"^\| ([a-z -]+) \|", (DOCS / "glossary.md").read_text(), re.MULTILINE))


def test_every_record_is_a_word_of_the_glossary() -> None:
    known = words()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            name = PARTS.get(model.__name__) or re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
            spellings = {name, name.replace("work calendar", "calendar"), name.replace("handover", "hand-over")}
            spellings.add(name.replace("role grant", "grant"))
            assert spellings & known, f"{model.__name__} is not in docs/glossary.md"
