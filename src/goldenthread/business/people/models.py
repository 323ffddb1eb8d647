"""People, where they belong, when they work and what they may do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from goldenthread.engine.calendars import WorkCalendar as EngineCalendar
from goldenthread.foundation.models import Named, Record


class Role(models.TextChoices):
    """What a person may be, by tier: strategic, developmental, operational, served, house."""

    PORTFOLIO_MANAGER = "portfolio_manager", _("Portfolio manager")
    SPONSOR = "sponsor", _("Sponsor")
    FINANCE_PARTNER = "finance_partner", _("Finance partner")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    SERVICE_OWNER = "service_owner", _("Service owner")
    TEAM_MEMBER = "team_member", _("Team member")
    DESK_AGENT = "desk_agent", _("Desk agent")
    PROBLEM_MANAGER = "problem_manager", _("Problem manager")
    CHANGE_MANAGER = "change_manager", _("Change manager")
    OPERATOR = "operator", _("Operator")
    REQUESTER = "requester", _("Requester")
    CUSTOMER = "customer", _("Customer")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Scope(models.TextChoices):
    """Where a role is granted."""

    HOUSE = "house", _("Whole house")
    ORGANISATION = "organisation", _("Organisation")
    TEAM = "team", _("Team")
    SERVICE = "service", _("Service")
    PROJECT = "project", _("Project")
    PORTFOLIO = "portfolio", _("Portfolio")


CALENDARS = 64
"""So many calendars of the engine are kept; the one unasked for longest goes."""


def hours_of(spec: Mapping[str, Any]) -> EngineCalendar:
    """The calendar that a spec describes, with the years it has worked out. It follows from the spec, so it is kept."""
    return _hours(json.dumps(spec, sort_keys=True))


@lru_cache(CALENDARS)
def _hours(spec: str) -> EngineCalendar:
    return EngineCalendar.from_spec(json.loads(spec))


class WorkCalendar(Named, Record):
    """Working hours with holidays and exceptions; `spec` is what the engine's calendar is built from."""

    prefix = "CAL"

    spec = models.JSONField()
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=8, blank=True)
    feeds = models.JSONField(default=list, blank=True)
    """Closed days of elsewhere: [{"name", "url", "days": {date: name}, "tried_at", "read_at", "problem"}]."""

    @property
    def timezone(self) -> str:
        return str(self.spec["timezone"])

    def hours(self) -> EngineCalendar:
        return hours_of(self.whole_spec())

    def whole_spec(self) -> dict[str, Any]:
        """The spec with the closed days of its feeds: what is counted by."""
        fed = {day for feed in self.feeds for day in feed["days"]}
        return {**self.spec, "holidays": sorted({*self.spec.get("holidays", ()), *fed})} if fed else self.spec


class Organisation(Named, Record):
    """An internal unit, a customer or a supplier."""

    prefix = "ORG"

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("Internal unit")
        CUSTOMER = "customer", _("Customer")
        SUPPLIER = "supplier", _("Supplier")

    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT)
    currency = models.CharField(max_length=3, default="EUR")


class Team(Named, Record):
    """People who share a queue or a skill."""

    prefix = "TEAM"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, null=True, blank=True)


class Person(Named, Record, AbstractBaseUser):
    """The user model. Signs in by email; `name` is how colleagues call them."""

    prefix = "PER"
    USERNAME_FIELD: ClassVar[str] = "email"
    EMAIL_FIELD: ClassVar[str] = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    email = models.EmailField(max_length=254, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    teams: models.ManyToManyField[Team, Membership] = models.ManyToManyField(
        Team, through="Membership", related_name="people"
    )
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, null=True, blank=True)
    job = models.CharField(max_length=120, blank=True)
    locale = models.CharField(max_length=8, default="en", choices=[("en", "English"), ("de", "Deutsch")])
    timezone = models.CharField(max_length=64, default="UTC")
    density = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    session_number = models.PositiveIntegerField(default=1)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Signing in (last_login) is no edit: it leaves the version where it is."""
        self.email = self.email.strip().lower()
        if update_fields is not None and set(update_fields) == {"last_login"}:
            Person.objects.filter(pk=self.pk).update(last_login=self.last_login)
        else:
            super().save(*args, update_fields=update_fields, **kwargs)

    def get_session_auth_hash(self) -> str:
        """Ends every session when the password changes or `session_number` moves on."""
        return salted_hmac("goldenthread.session", f"{self.session_number}:{self.password}").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """None: a changed secret key ends all sessions."""
        return iter(())

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


class Membership(models.Model):
    """A person in a team, with the share of their time it may count on."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "team"], name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"


class Skill(Named, Record):
    """Something people can do, at a level from 1 (learning) to 5 (teaching)."""

    prefix = "SKL"


class PersonSkill(models.Model):
    """A person's level in a skill."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="people")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "skill"], name="person_skill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="person_skill_level"),
        )

    def __str__(self) -> str:
        return f"{self.skill_id} at {self.level}"


class RoleGrant(Record):
    """A role on a scope, for a person. scope_id is None for the whole house."""

    prefix = "GRT"

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role)
    scope = models.CharField(max_length=16, choices=Scope, default=Scope.HOUSE)
    scope_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role", "scope", "scope_id"], name="grant_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(scope="house", scope_id__isnull=True)
                | (~models.Q(scope="house") & models.Q(scope_id__isnull=False)),
                name="grant_scope",
            ),
        )


class Absence(Record):
    """Days a person is away, both included."""

    prefix = "ABS"

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        ILLNESS = "illness", _("Illness")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other")

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HOLIDAY)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_order"),
        )


class Rate(Record):
    """What an hour costs from a day on: for a person, for a team, or (neither) for the house."""

    prefix = "RATE"

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="rates")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="rates")
    per_hour = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(team__isnull=True), name="rate_one_owner"
            ),
            models.CheckConstraint(condition=models.Q(per_hour__gte=0), name="rate_not_negative"),
            models.UniqueConstraint(fields=["person", "team", "valid_from"], name="rate_once", nulls_distinct=False),
        )


class Load(models.Model):
    """Hours of work that running the services asks of a team in a week: measured once it is over, forecast before.

    `skill` is None for the team as a whole. `low` and `high` bound a forecast's band; `error` and `naive_error` are the
    mean errors in minutes a week of this forecast and of a seasonal-naive one, tried on the team's own history.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="loads")
    skill = models.ForeignKey(Skill, models.CASCADE, null=True, related_name="loads")
    week = models.DateField()
    """Its Monday."""
    minutes = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    is_forecast = models.BooleanField()
    error = models.PositiveIntegerField(null=True)
    naive_error = models.PositiveIntegerField(null=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["team", "skill", "week"], name="load_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("minutes"), high__gte=models.F("minutes")), name="load_band"
            ),
        )
        indexes = (models.Index(fields=["week", "team"], name="load_week"),)

    def __str__(self) -> str:
        return f"{self.team_id} {self.week} {self.minutes}"


class Notification(models.Model):
    """A message to a person about a thing; read or not."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    subject = models.CharField(max_length=24)
    sentence = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "read_at", "-at"], name="notification_person"),)

    def __str__(self) -> str:
        return self.sentence


class Listing(models.TextChoices):
    """The lists whose filters can be kept under a name."""

    TICKETS = "tickets", _("Tickets")
    PROJECTS = "projects", _("Projects")
    INVESTMENTS = "investments", _("Investments")
    SERVICES = "services", _("Services")
    ITEMS = "items", _("Items")
    MEASURES = "measures", _("Measures")
    EVENTS = "events", _("Events")


class SavedView(Record):
    """A list's filters under a name, one person's own: the filters by name, as they stand in the list's address."""

    prefix = "VIEW"

    person = models.ForeignKey(Person, models.CASCADE, related_name="views")
    listing = models.CharField(max_length=20, choices=Listing.choices)
    name = models.CharField(max_length=80)
    filters = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "listing", "name"], name="view_once"),)

    def __str__(self) -> str:
        return self.name


class ApiToken(Record):
    """A bearer token: hashed at rest, scoped to actions (empty: all), expiring, revocable."""

    prefix = "TOK"

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    permits = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
