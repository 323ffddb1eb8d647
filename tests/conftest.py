"""What every test may ask for."""

import pytest
from hypothesis import settings

from tests.cast import Cast, assemble

settings.register_profile("seeded", derandomize=True, deadline=None)  # the same cases each time, without a stopwatch
settings.register_profile("search", deadline=None)  # --hypothesis-profile=search looks for new ones
settings.load_profile("seeded")


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, assembled in an empty database."""
    return assemble()
