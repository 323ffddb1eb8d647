"""The invented people of Vallenbrook Health who stand on the sheet of components."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    name: str
    initials: str
    tone: int


PRIYA = Shown("Priya Nair", "PN", 1)
RUTH = Shown("Ruth Calder", "RC", 2)
TOMAS = Shown("Tomas Okafor", "TO", 3)
INES = Shown("Ines Brandt", "IB", 4)
DANIEL = Shown("Daniel Sato", "DS", 5)
AOIFE = Shown("Aoife Byrne", "AB", 6)
OMAR = Shown("Omar Feld", "OF", 2)
LEILA = Shown("Leila Haddad", "LH", 0)
ALL = (PRIYA, RUTH, TOMAS, INES, DANIEL, AOIFE, LEILA)
