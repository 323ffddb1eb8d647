"""Addresses of the portfolio."""

from django.urls import path

from goldenthread.web.portfolio import benefits, board, cases, charter, earned, gates, investment, objectives, proposals

urlpatterns = [
    path("portfolio/", board.board, name="portfolio"),
    path("portfolio/list/", board.listing, name="portfolio-list"),
    path("portfolio/progress/", earned.of_portfolio, name="portfolio-progress"),
    path("portfolio/decisions/", board.decisions, name="portfolio-decisions"),
    path("portfolio/propose/", proposals.propose, name="new-investment"),
    path("portfolio/new/", objectives.new_portfolio, name="new-portfolio"),
    path("objectives/", objectives.listing, name="objectives"),
    path("objectives/new/", objectives.new_objective, name="new-objective"),
    path("objectives/<str:key>/", objectives.objective, name="objective"),
    path("objectives/<str:key>/close/", objectives.close, name="close-objective"),
    path("investments/<str:key>/", investment.value, name="investment"),
    path("investments/<str:key>/edit/", proposals.describe, name="edit-investment"),
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
