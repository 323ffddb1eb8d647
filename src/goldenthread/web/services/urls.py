"""Addresses of services, measures and what services run on."""

from django.urls import path

from goldenthread.web.services import (
    improvements,
    items,
    keeping,
    lists,
    offerings,
    service,
    tickets,
)
from goldenthread.web.services.agreed import agreements, outages, targets
from goldenthread.web.services.worth import cost, measures

SERVICE = "services/<str:key>/"

urlpatterns = [
    path("services/", lists.services, name="services"),
    path("services/new/", keeping.new_service, name="new-service"),
    path("services/freezes/", outages.freezes, name="freezes"),
    path("services/freezes/new/", outages.new_freeze, name="new-freeze"),
    path("services/freezes/<str:key>/remove/", outages.remove_freeze, name="remove-freeze"),
    path(SERVICE, service.service, name="service"),
    path(f"{SERVICE}edit/", keeping.edit_service, name="edit-service"),
    path(f"{SERVICE}life/", keeping.life, name="service-life"),
    path(f"{SERVICE}provide/", keeping.provide, name="provide-service"),
    path(f"{SERVICE}retire/", keeping.retire, name="retire-service"),
    path(f"{SERVICE}offerings/", offerings.offerings, name="service-offerings"),
    path(f"{SERVICE}offerings/new/", offerings.new_offering, name="new-offering"),
    path("offerings/<str:key>/edit/", offerings.edit_offering, name="edit-offering"),
    path(f"{SERVICE}agreements/", agreements.agreements, name="service-agreements"),
    path(f"{SERVICE}agreements/new/", agreements.new_agreement, name="new-agreement"),
    path("agreements/<str:key>/", targets.agreement, name="agreement"),
    path("agreements/<str:key>/targets/new/", targets.new_target, name="new-target"),
    path("targets/<str:key>/edit/", targets.edit_target, name="edit-target"),
    path("targets/<str:key>/drop/", targets.drop, name="drop-target"),
    path("agreements/<str:key>/end/", agreements.end, name="end-agreement"),
    path(f"{SERVICE}cases/", tickets.service_cases, name="service-cases"),
    path(f"{SERVICE}items/", items.service_items, name="service-items"),
    path(f"{SERVICE}items/add/", items.add_item, name="add-service-item"),
    path(f"{SERVICE}items/remove/", items.remove_item, name="remove-service-item"),
    path(f"{SERVICE}tickets/", tickets.tickets, name="service-tickets"),
    path(f"{SERVICE}outages/", outages.outages, name="service-outages"),
    path(f"{SERVICE}outages/new/", outages.report, name="report-outage"),
    path("outages/<str:key>/end/", outages.end, name="end-outage"),
    path(f"{SERVICE}cost/", cost.cost, name="service-cost"),
    path(f"{SERVICE}ledger/", cost.ledger, name="service-ledger"),
    path(f"{SERVICE}contracts/new/", cost.new_contract, name="new-contract"),
    path("contracts/<str:key>/end/", cost.end, name="end-contract"),
    path(f"{SERVICE}purchases/new/", cost.new_purchase, name="new-purchase"),
    path(f"{SERVICE}improvements/", improvements.improvements, name="service-improvements"),
    path(f"{SERVICE}improvements/new/", improvements.new_improvement, name="new-improvement"),
    path("improvements/<str:key>/", improvements.improvement, name="improvement"),
    path("improvements/<str:key>/drop/", improvements.drop, name="drop-improvement"),
    path("measures/", measures.measures, name="measures"),
    path("measures/new/", measures.new_measure, name="new-measure"),
    path("measures/<str:key>/", measures.measure, name="measure"),
    path("measures/<str:key>/edit/", measures.edit_measure, name="edit-measure"),
    path("measures/<str:key>/read/", measures.write_reading, name="read-measure"),
    path("items/", items.items, name="items"),
    path("items/new/", items.new_item, name="new-item"),
    path("items/<str:key>/", items.item, name="item"),
    path("items/<str:key>/edit/", items.edit_item, name="edit-item"),
    path("items/<str:key>/retire/", items.retire, name="retire-item"),
    path("items/<str:key>/relate/", items.relate, name="relate-item"),
    path("items/<str:key>/part/", items.part, name="part-item"),
]
