"""Earned value against every published vector."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from tests.engine.vectors import read_vectors

from goldenthread.engine.earned_value import EarnedValue, measure

VECTORS = read_vectors("evm.json")["vectors"]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["id"])
def test_every_published_measure_is_met(case: dict[str, Any]) -> None:
    measured = measure(**case["inputs"])
    for name, value in case["expected"].items():
        assert getattr(measured, name) == pytest.approx(value, rel=1e-12, abs=1e-9), name


@pytest.mark.parametrize("case", [c for c in VECTORS if "bac" in c["inputs"]], ids=lambda case: case["id"])
def test_what_the_source_leaves_undefined_is_none(case: dict[str, Any]) -> None:
    measured = measure(**case["inputs"])
    known = {*case["expected"], *case["inputs"]}
    for field in fields(EarnedValue):
        if field.name not in known:
            assert getattr(measured, field.name) is None, field.name


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["id"])
def test_decimals_give_the_same_measures(case: dict[str, Any]) -> None:
    def told(value: Any) -> Any:
        return [told(v) for v in value] if isinstance(value, list) else Decimal(repr(value))

    measured = measure(**{k: v if k == "at" else told(v) for k, v in case["inputs"].items()})
    for name, value in case["expected"].items():
        assert float(getattr(measured, name)) == pytest.approx(value, rel=1e-12, abs=1e-9), name
