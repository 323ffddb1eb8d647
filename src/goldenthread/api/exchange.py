"""What currencies are worth by day, for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed
from goldenthread.api.people.answers import HOUSE, register, said, tagged
from goldenthread.business.people import queries
from goldenthread.business.work.actions import (
    ExchangeRateFacts,
    change_exchange_rate,
    remove_exchange_rate,
    set_exchange_rate,
)
from goldenthread.business.work.queries import Foreign


class ExchangeRateIn(Body):
    """From the day `on`, one unit of `currency` is worth `rate` units of `into`."""

    currency: str
    into: str
    on: date
    rate: Decimal
    source: str = ""


class ExchangeRateChangeIn(Body):
    currency: str | None = None
    into: str | None = None
    on: date | None = None
    rate: Decimal | None = None
    source: str | None = None


class ExchangeRateOut(Schema):
    key: str
    currency: str
    into: str
    on: date
    rate: Decimal
    source: str
    version: int


class ExchangeRatesOut(Listed):
    items: list[ExchangeRateOut]


class RateUsedOut(Schema):
    currency: str
    into: str
    on: date
    rate: Decimal
    source: str


class ForeignOut(Schema):
    """An amount of another currency within a sum: its worth and the rates that made it, null without a rate."""

    on: date
    amount: Decimal
    currency: str
    worth: Decimal | None
    rates: list[RateUsedOut]


class AskedRates(Schema):
    q: str = ""
    currency: str = ""
    into: str = ""
    cursor: str = ""
    fields: str = ""


def foreign_out(one: Foreign) -> dict[str, Any]:
    names = ("currency", "into", "on", "rate", "source")
    rates = [{name: getattr(rate, name) for name in names} for rate in one.rates]
    return {"on": one.on, "amount": one.amount, "currency": one.currency, "worth": one.worth, "rates": rates}


def _out(rate: Any) -> dict[str, Any]:
    return {name: getattr(rate, name) for name in ("key", "currency", "into", "on", "rate", "source", "version")}


@api.get("/exchange-rates", response=ExchangeRatesOut, tags=HOUSE)
def exchange_rates(request: ApiRequest, asked: Query[AskedRates]) -> Any:
    """What currencies are worth, newest first."""
    return register(request, "exchange-rates", _out, asked.dict())


@api.post("/exchange-rates", response={201: ExchangeRateOut}, tags=HOUSE, operation_id="set_exchange_rate")
@idempotent
def set_rate(request: ApiRequest, body: ExchangeRateIn) -> Any:
    """A rate from a day on."""
    return 201, _out(set_exchange_rate(acting(request), new=ExchangeRateFacts(**body.dict())))


@api.get("/exchange-rates/{key}", response=ExchangeRateOut, tags=HOUSE)
def exchange_rate(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One rate."""
    return _out(tagged(response, queries.entry(request.auth, "exchange-rates", key)))


@api.patch("/exchange-rates/{key}", response=ExchangeRateOut, tags=HOUSE, operation_id="change_exchange_rate")
def change_rate(request: ApiRequest, key: str, body: ExchangeRateChangeIn, response: HttpResponse) -> Any:
    """Correct a rate; every sum is worked out anew with it."""
    change = ExchangeRateFacts(**said(body))
    return _out(tagged(response, change_exchange_rate(acting(request), key, change=change)))


@api.post("/exchange-rates/{key}/remove", response={204: None}, tags=HOUSE, operation_id="remove_exchange_rate")
@idempotent
def remove_rate(request: ApiRequest, key: str) -> Any:
    """Take a rate out."""
    remove_exchange_rate(acting(request), key)
    return 204, None
