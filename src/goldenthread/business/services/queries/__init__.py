"""Reads of services and what was promised about them."""

from goldenthread.business.services.queries.promises import (
    Attainment,
    Availability,
    attainment,
    availability,
    targets_for,
)
from goldenthread.business.services.queries.services import service, services

__all__ = ["Attainment", "Availability", "attainment", "availability", "service", "services", "targets_for"]
