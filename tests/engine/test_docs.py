"""Every example in the engine's guide, run as it is printed."""

import doctest
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "engine.md"


def test_every_example_in_the_guide_gives_what_it_says() -> None:
    failed, tried = doctest.testfile(str(GUIDE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 30
    assert failed == 0
