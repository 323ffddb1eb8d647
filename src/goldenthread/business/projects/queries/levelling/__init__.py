"""Levelling of plans: what is levelled, where people are asked for too much, what is proposed against it and why."""

from goldenthread.business.projects.queries.levelling.part import along
from goldenthread.business.projects.queries.levelling.reading import (
    Named,
    Proposal,
    levellable,
    levelling_runs,
    proposal,
)

__all__ = ["Named", "Proposal", "along", "levellable", "levelling_runs", "proposal"]
