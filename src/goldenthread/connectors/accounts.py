"""How people sign in: by email and password through allauth; nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from goldenthread.business.people import queries as people
from goldenthread.business.people.models import Person


class HouseBackend(BaseBackend):
    """Finds the person behind a session; passwords are allauth's affair."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        return None

    def get_user(self, user_id: int) -> Person | None:
        return people.active_person(user_id)


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are added by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
