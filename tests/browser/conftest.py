"""The world of tests/world.py, served."""

import pytest
from tests.world import World, build


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()
