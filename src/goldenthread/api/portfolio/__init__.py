"""Objectives and investments for programs: proposed, reckoned, decided, chartered, measured."""

from goldenthread.api.portfolio import earned as earned
from goldenthread.api.portfolio import gates as gates
from goldenthread.api.portfolio import investments as investments
from goldenthread.api.portfolio import objectives as objectives
from goldenthread.api.portfolio import scenarios as scenarios
