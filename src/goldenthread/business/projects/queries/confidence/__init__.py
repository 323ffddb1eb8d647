"""How sure a project's dates and money are: what is simulated, and what came of it."""

from goldenthread.business.projects.queries.confidence.answer import Confidence, confidence, names_of
from goldenthread.business.projects.queries.confidence.inputs import KIND, Inputs, inputs
from goldenthread.business.projects.queries.confidence.spread import Spread, spread

__all__ = ["KIND", "Confidence", "Inputs", "Spread", "confidence", "inputs", "names_of", "spread"]
