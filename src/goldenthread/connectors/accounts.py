"""How people sign in: by email and password, through allauth; nobody signs themselves up."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.core import context
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import change_password, note_sign_in
from goldenthread.business.people.models import Person

log = logging.getLogger("goldenthread.accounts")


class HouseBackend(BaseBackend):
    """Finds a person by email and password, and again behind their session; who has left is not found."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **others: Any
    ) -> Person | None:
        person = people.active_person_of_email(email)
        if person is None:
            # as slow as a wrong password, so that the time does not tell who is here
            Person().set_password(password)
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        return people.active_person(user_id)


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are added by administrators, and told in our own words what is wrong."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This email and password do not belong together. Check both, or set a new one."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "incorrect_code": _("That code does not fit. Codes change every 30 seconds; type the one shown now."),
        "too_many_login_attempts": _("Too many wrong passwords. Wait five minutes, or set a new password."),
        "rate_limited": _("Too often in a short time. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        note_sign_in(people.actor_of(user).at(timezone.now()), user.key)

    def set_password(self, user: Person, password: str) -> None:
        change_password(people.actor_of(user).at(timezone.now()), user.key, password=password)
        user.refresh_from_db()

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away must not tell a stranger, by an error, which addresses are known here."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("mail %s could not be sent", template_prefix)

    def format_email_subject(self, subject: str) -> str:
        return subject


class SignInForm(LoginForm):  # type: ignore[misc]
    """Email, password, and whether this machine is one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work email")
        self.fields["password"].label = _("Password")
        self.fields["remember"].label = _("Keep me signed in for two weeks")


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Asks for the email of a person who forgot their password; only the address they have now counts."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        person = people.active_person_of_email(email)
        self.users = [] if person is None else [person]
        return email
