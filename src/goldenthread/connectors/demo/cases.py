"""The objectives and the fourteen investments of Vallenbrook Health, as promised."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.business.portfolio.models import InvestmentState

S = InvestmentState

# slug, name, measure, unit, direction, baseline, target, years until due
OBJECTIVES = (
    ("weeks", "Patients are seen within two weeks", "Median days to an appointment", "days", "down", 23, 14, 1),
    ("travel", "Care without the journey", "Follow-ups without travel", "%", "up", 9, 40, 1),
    ("minutes", "Time for patients, not for screens", "Minutes lost to systems per shift", "min", "down", 34, 20, 2),
)


@dataclass(frozen=True)
class Case:
    """An investment as promised: thousands of euros, and days ago when it was proposed."""

    slug: str
    name: str
    outcome: str
    objective: str
    sponsor: str
    state: InvestmentState
    proposed: int
    cost: int
    running: int
    benefit: int
    measure: tuple[str, str, str, int, int]
    service: str = ""
    manager: str = ""
    starts: int = 0
    months: int = 8
    end: str = ""
    by: str = "Ines Brandt"
    is_mandatory: bool = False


INVESTMENTS = (
    Case(
        "video",
        "Remote consultations",
        "A third of follow-ups happen by video",
        "travel",
        "Leila Haddad",
        S.IN_SERVICE,
        960,
        610,
        110,
        420,
        ("Follow-ups by video", "%", "up", 4, 33),
        "video",
        "Priya Nair",
        860,
        8,
    ),
    Case(
        "results",
        "Results on the ward tablet",
        "Nobody walks to a screen for a result",
        "minutes",
        "Ruth Calder",
        S.IN_SERVICE,
        420,
        390,
        40,
        260,
        ("Walks to a screen per shift", "walks", "down", 11, 2),
        "results",
        "Katrin Vogel",
        300,
        9,
    ),
    Case(
        "booking",
        "Self-service booking",
        "Missed appointments fall to six percent",
        "weeks",
        "Ruth Calder",
        S.IN_DELIVERY,
        330,
        640,
        90,
        520,
        ("Missed appointments", "%", "down", 14, 6),
        "booking",
        "Priya Nair",
        170,
        10,
    ),
    Case(
        "directory",
        "Directory renewal",
        "Nobody waits for a sign-on",
        "minutes",
        "Leila Haddad",
        S.IN_DELIVERY,
        300,
        430,
        35,
        190,
        ("Sign-on failures a week", "failures", "down", 60, 5),
        "signon",
        "Henrik Solberg",
        190,
        7,
        by="Marcus Bell",
        is_mandatory=True,
    ),
    Case(
        "rota",
        "Shared rota for all sites",
        "Shifts are filled a week earlier",
        "minutes",
        "Ruth Calder",
        S.CHARTERED,
        150,
        280,
        40,
        150,
        ("Shifts open a week before", "shifts", "down", 38, 10),
        "rota",
        "Katrin Vogel",
        12,
        8,
        by="Yusuf Demir",
    ),
    Case(
        "fax",
        "Fax gateway",
        "Letters leave without paper",
        "minutes",
        "Leila Haddad",
        S.RETIRED,
        1400,
        60,
        12,
        45,
        ("Letters by fax a day", "letters", "down", 210, 20),
        "",
        "Henrik Solberg",
        1330,
        4,
        by="Yusuf Demir",
    ),
    Case(
        "stock",
        "Stock by barcode",
        "No ward runs out of dressings",
        "minutes",
        "Leila Haddad",
        S.APPROVED,
        170,
        330,
        30,
        170,
        ("Stock-outs a month", "stock-outs", "down", 26, 6),
    ),
    Case(
        "partners",
        "One sign-on for partners",
        "Partners work in our systems safely",
        "minutes",
        "Ruth Calder",
        S.ANALYSED,
        130,
        470,
        60,
        240,
        ("Partner accounts by hand", "accounts", "down", 420, 40),
        by="Marcus Bell",
    ),
    Case(
        "cool",
        "Cool rooms that call for help",
        "No vaccine is thrown away",
        "weeks",
        "Leila Haddad",
        S.ANALYSED,
        120,
        210,
        18,
        48,
        ("Batches lost a year", "batches", "down", 7, 1),
    ),
    Case(
        "beds",
        "Bed board for every ward",
        "A free bed is known within minutes",
        "weeks",
        "Ruth Calder",
        S.DEFINED,
        75,
        260,
        28,
        190,
        ("Minutes to find a bed", "min", "down", 95, 20),
    ),
    Case(
        "letters",
        "Letters in plain language",
        "Patients understand what they are sent",
        "weeks",
        "Ruth Calder",
        S.PROPOSED,
        20,
        70,
        8,
        40,
        ("Calls about letters a week", "calls", "down", 160, 60),
    ),
    Case(
        "voice",
        "Voice notes for home visits",
        "Notes are written where the visit is",
        "minutes",
        "Leila Haddad",
        S.PROPOSED,
        34,
        150,
        22,
        95,
        ("Minutes of notes a visit", "min", "down", 17, 8),
    ),
    Case(
        "phone",
        "New telephone exchange",
        "Every call finds someone",
        "weeks",
        "Leila Haddad",
        S.ON_HOLD,
        210,
        480,
        70,
        150,
        ("Calls lost", "%", "down", 12, 4),
        end="Waits for the carrier's new tariff in spring.",
        by="Marcus Bell",
    ),
    Case(
        "robots",
        "Delivery robots",
        "Samples travel by themselves",
        "minutes",
        "Leila Haddad",
        S.REJECTED,
        240,
        900,
        160,
        170,
        ("Walks with samples a day", "walks", "down", 300, 80),
        end="Costs more than it brings, even at twice the walks.",
        by="Marcus Bell",
    ),
)
PATH = (S.DEFINED, S.ANALYSED, S.APPROVED, S.CHARTERED, S.IN_DELIVERY, S.IN_SERVICE, S.RETIRED)
