"""Contracts and purchases for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.exchange import ForeignOut, foreign_out
from goldenthread.api.listing import listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import ContractOut, ContractsOut, EndIn
from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewContract,
    add_contract,
    end_contract,
    post_running_costs,
    record_purchase,
)
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.listing import Page
from goldenthread.foundation.policies import require
from goldenthread.overviews.ownership import ownership_of

TAGS = ["services"]


class ContractIn(Body):
    name: str
    supplier: str
    monthly: Decimal
    starts_on: date
    ends_on: date | None = None


class PurchaseIn(Body):
    account: str
    title: str
    amount: Decimal
    on: date
    supplier: str | None = None
    currency: str = ""


class PurchaseOut(Schema):
    key: str
    title: str
    amount: Decimal
    currency: str
    on: date


class InvestedOut(Schema):
    investment: str
    amount: Decimal


class OwnershipOut(Schema):
    """Total cost of ownership; amounts without a rate are told in `foreign` and in no sum. Null for nothing."""

    currency: str
    since: date | None
    total: Decimal | None
    invested: list[InvestedOut]
    running: Decimal
    support: Decimal
    foreign: list[ForeignOut]


class PostIn(Body):
    month: date


class PostedOut(Schema):
    posted: int


@api.get("/services/{key}/contracts", response=ContractsOut, tags=TAGS)
def list_contracts(request: ApiRequest, key: str, fields: str = "") -> Any:
    """The running costs of a service, for those who answer for money."""
    service = queries.service(request.auth, key)
    return listed(Page(queries.contracts_of(request.auth, service.pk)), schemas.contract, fields)


@api.post("/services/{key}/contracts", response={201: ContractOut}, tags=TAGS, operation_id="add_contract")
@idempotent
def add(request: ApiRequest, key: str, body: ContractIn) -> Any:
    """Add a running cost."""
    supplier = queries.id_of(request.auth, "organisation", body.supplier, "supplier") or 0
    new = NewContract(**body.dict(exclude={"supplier"}), supplier_id=supplier)
    return 201, schemas.contract(add_contract(acting(request), key, new=new))


@api.post("/contracts/{key}/end", response=ContractOut, tags=TAGS, operation_id="end_contract")
@idempotent
def end(request: ApiRequest, key: str, body: EndIn) -> Any:
    """Let a contract end on a day."""
    return 200, schemas.contract(end_contract(acting(request), key, on=body.on))


@api.post("/purchases", response={201: PurchaseOut}, tags=TAGS, operation_id="record_purchase")
@idempotent
def purchase(request: ApiRequest, body: PurchaseIn) -> Any:
    """Count something bought against an account, in its currency or (told) in another."""
    actor = request.auth
    made = record_purchase(
        acting(request),
        account_id=queries.id_of(actor, "account", body.account, "account") or 0,
        title=body.title,
        amount=body.amount,
        on=body.on,
        supplier_id=queries.id_of(actor, "organisation", body.supplier, "supplier"),
        currency=body.currency,
    )
    return 201, {name: getattr(made, name) for name in ("key", "title", "amount", "currency", "on")}


@api.get("/services/{key}/cost-of-ownership", response=OwnershipOut, tags=TAGS)
def read_ownership(request: ApiRequest, key: str) -> Any:
    """What a service has cost over its life, up to today, for those who answer for money."""
    service = queries.service(request.auth, key)
    require(may_see_money(request.auth), _("What a service costs is open to those who answer for money."))
    found = ownership_of(request.auth, service, acting(request).at.date())
    foreign = (*found.invested.foreign, *found.running.foreign, *found.support.foreign)
    return {
        "currency": found.currency,
        "since": found.since,
        "total": found.total,
        "invested": [{"investment": one.key, "amount": costs.amount} for one, costs in found.investments],
        "running": found.running.amount,
        "support": found.support.amount,
        "foreign": [foreign_out(one) for one in foreign],
    }


@api.post("/running-costs/post", response=PostedOut, tags=TAGS, operation_id="post_running_costs")
@idempotent
def post(request: ApiRequest, body: PostIn) -> Any:
    """Post every contract's share of a month that has ended; what is posted already stays as it is."""
    return 200, {"posted": post_running_costs(acting(request), month=body.month)}
