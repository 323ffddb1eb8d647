"""Reads of projects."""

from goldenthread.business.projects.queries.projects import project as project
from goldenthread.business.projects.queries.projects import templates as templates
from goldenthread.business.projects.queries.standing import Curve as Curve
from goldenthread.business.projects.queries.standing import CurvePoint as CurvePoint
from goldenthread.business.projects.queries.standing import Factor as Factor
from goldenthread.business.projects.queries.standing import Standing as Standing
from goldenthread.business.projects.queries.standing import curve as curve
from goldenthread.business.projects.queries.standing import standing as standing
from goldenthread.business.projects.queries.standing import standings as standings
