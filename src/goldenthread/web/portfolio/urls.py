"""Addresses of the portfolio."""

from django.urls import path

from goldenthread.web.portfolio import benefits, board, cases, charter, earned, gates, investment, objectives, proposals
from goldenthread.web.portfolio.choosing import compare, limits, needs
from goldenthread.web.portfolio.choosing import pages as choosing

urlpatterns = [
    path("portfolio/", board.board, name="portfolio"),
    path("portfolio/list/", board.listing, name="portfolio-list"),
    path("portfolio/progress/", earned.of_portfolio, name="portfolio-progress"),
    path("portfolio/decisions/", board.decisions, name="portfolio-decisions"),
    path("portfolio/propose/", proposals.propose, name="new-investment"),
    path("portfolio/new/", objectives.new_portfolio, name="new-portfolio"),
    path("portfolio/choose/", choosing.choose, name="choose"),
    path("scenarios/", choosing.listing, name="scenarios"),
    path("scenarios/new/", limits.new, name="new-scenario"),
    path("scenarios/<str:key>/", choosing.scenario, name="scenario"),
    path("scenarios/<str:key>/limits/", limits.edit, name="scenario-limits"),
    path("scenarios/<str:key>/choose/", choosing.run, name="choose-investments"),
    path("scenarios/<str:key>/compare/", compare.compare, name="compare-scenarios"),
    path("scenarios/<str:key>/propose/", choosing.propose, name="propose-scenario"),
    path("scenarios/<str:key>/take-back/", choosing.take_back, name="take-back-scenario"),
    path("scenarios/<str:key>/drop/", choosing.drop, name="drop-scenario"),
    path("scenarios/<str:key>/investments/<str:investment>/", choosing.figure, name="scenario-figure"),
    path("objectives/", objectives.listing, name="objectives"),
    path("objectives/new/", objectives.new_objective, name="new-objective"),
    path("objectives/<str:key>/", objectives.objective, name="objective"),
    path("objectives/<str:key>/close/", objectives.close, name="close-objective"),
    path("investments/<str:key>/", investment.value, name="investment"),
    path("investments/<str:key>/edit/", proposals.describe, name="edit-investment"),
    path("investments/<str:key>/needs/", needs.relate, name="relate-investment"),
    path("investments/<str:key>/case/", cases.case, name="investment-case"),
    path("investments/<str:key>/case/edit/", cases.edit, name="edit-case"),
    path("investments/<str:key>/progress/", earned.of_investment, name="investment-progress"),
    path("investments/<str:key>/cash-flow/", cases.cash_flow, name="investment-cash-flow"),
    path("investments/<str:key>/gates/", gates.gates, name="investment-gates"),
    path("investments/<str:key>/gates/<str:gate>/decide/", gates.decide, name="decide-gate"),
    path("investments/<str:key>/gates/<str:gate>/schedule/", gates.schedule, name="schedule-gate"),
    path("investments/<str:key>/gates/<str:gate>/criteria/new/", gates.ask, name="add-criterion"),
    path("investments/<str:key>/gates/<str:gate>/criteria/<int:place>/", gates.judge, name="judge-criterion"),
    path("investments/<str:key>/resume/", gates.resume, name="resume-investment"),
    path("investments/<str:key>/charter/", charter.charter, name="charter-investment"),
    path("investments/<str:key>/benefits/", benefits.benefits, name="investment-benefits"),
    path("investments/<str:key>/benefits/new/", benefits.promise, name="new-benefit"),
]
