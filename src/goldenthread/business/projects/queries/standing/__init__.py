"""Where projects stand: value planned, earned and spent, what is forecast, and the lights that follow by rule."""

from goldenthread.business.projects.queries.standing.curve import Curve, CurvePoint, curve, standing_and_curve
from goldenthread.business.projects.queries.standing.factors import Factor
from goldenthread.business.projects.queries.standing.reading import asked_of, with_terms
from goldenthread.business.projects.queries.standing.rollup import Rollup, Share, rollup
from goldenthread.business.projects.queries.standing.standings import Standing, standing, standings, standings_of

__all__ = [
    "Curve",
    "CurvePoint",
    "Factor",
    "Rollup",
    "Share",
    "Standing",
    "asked_of",
    "curve",
    "rollup",
    "standing",
    "standing_and_curve",
    "standings",
    "standings_of",
    "with_terms",
]
