"""What every test may ask for."""

import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, assembled in an empty database."""
    return assemble()
