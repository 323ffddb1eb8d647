"""The forms about services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.business.assets.policies import LIFECYCLES, RELATIONS
from goldenthread.business.services.queries import (
    AGREEMENT_KINDS,
    DIRECTIONS,
    METRICS,
    OFFERING_KINDS,
    REOPENINGS,
    STAGES,
)
from goldenthread.web.forms import Form

Options = dict[str, list[tuple[Any, str]]]
NONE = ("", _("None"))


def number(label: Any, *, required: bool = True) -> forms.TypedChoiceField:
    """A choice of a record by its id."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required)


class Choosing(Form):
    """A form whose choices depend on who fills it in; an optional choice begins with none."""

    def __init__(self, *args: Any, options: Options | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (options or {}).items():
            field: Any = self.fields[name]
            is_many = isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = choices if field.required or is_many else [NONE, *choices]


class ServiceForm(Choosing):
    name = forms.CharField(label=_("Name"), max_length=200)
    outcome = forms.CharField(
        label=_("Outcome"), max_length=300, required=False, help_text=_("What is better for its customers with it?")
    )
    description = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    owner_id = number(_("Owner"))
    team_id = number(_("Team that supports it"), required=False)
    calendar_id = number(_("Agreed service time"))
    customer_ids = forms.TypedMultipleChoiceField(
        label=_("Customers"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


class EditServiceForm(ServiceForm):
    utility = forms.CharField(label=_("What it does"), widget=forms.Textarea, required=False)
    warranty = forms.CharField(label=_("How well it does it"), widget=forms.Textarea, required=False)


class StageForm(Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea, max_length=300)


class OfferingForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=OFFERING_KINDS)
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    is_open = forms.BooleanField(label=_("Open to be asked for"), required=False, initial=True)
    questions = forms.CharField(
        label=_("Questions"),
        widget=forms.Textarea,
        required=False,
        help_text=_("One a line. Choices follow a colon: “Which size? : small, large”. A star at the end: required."),
    )


class AgreementForm(Choosing):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AGREEMENT_KINDS)
    organisation_id = number(_("With which customer or supplier?"), required=False)
    team_id = number(_("With which team?"), required=False)
    availability_percent = forms.DecimalField(
        label=_("Agreed availability, percent"), max_digits=6, decimal_places=3, required=False
    )


class TargetForm(Choosing):
    """One row of an agreement's targets; a row without a length is left out."""

    metric = forms.ChoiceField(label=_("What"), choices=METRICS)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", _("All")), *((level, str(level)) for level in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    minutes = forms.IntegerField(label=_("Minutes of service time"), min_value=1, required=False)
    working_days = forms.IntegerField(label=_("or working days"), min_value=1, required=False)
    goal_percent = forms.DecimalField(
        label=_("Share to be kept, percent"), max_digits=5, decimal_places=2, initial=Decimal(95), required=False
    )
    calendar_id = number(_("On the calendar"))


class WholeTargetForm(TargetForm):
    """A target with everything that can be said of it."""

    warn_at = forms.CharField(
        label=_("Warn at"),
        required=False,
        help_text=_("Shares and open time from its due, parted by commas: 75%, -60min, -1d."),
    )
    reopen = forms.ChoiceField(label=_("Opened again, the clock of the solution"), choices=REOPENINGS)


class EndForm(Form):
    on = forms.DateField(label=_("Last day"), widget=forms.DateInput)


class OutageForm(Form):
    title = forms.CharField(label=_("What is down?"), max_length=200)
    started_at = forms.DateTimeField(label=_("Since"))
    ended_at = forms.DateTimeField(
        label=_("Until"), required=False, help_text=_("Leave it empty while it lasts; planned maintenance has an end.")
    )
    is_planned = forms.BooleanField(label=_("Planned maintenance"), required=False)
    is_partial = forms.BooleanField(label=_("Only a part is down"), required=False)
    loss_percent = forms.IntegerField(
        label=_("How much of it is lost, percent"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Of a partial outage; empty counts as half."),
    )
    item = forms.CharField(
        label=_("Key of the item that is down"),
        max_length=24,
        required=False,
        help_text=_("Where it is one item that the service leans on: what stands in for it is counted."),
    )


class EndOutageForm(Form):
    ended_at = forms.DateTimeField(label=_("Over since"))


class FreezeForm(Choosing):
    name = forms.CharField(label=_("Why may nothing go live?"), max_length=200)
    service = forms.ChoiceField(label=_("Service"), required=False, help_text=_("None: for all of them."))
    starts_at = forms.DateTimeField(label=_("From"))
    ends_at = forms.DateTimeField(label=_("Until"))


class ContractForm(Choosing):
    name = forms.CharField(label=_("Name"), max_length=200)
    supplier_id = number(_("Supplier"))
    monthly = forms.DecimalField(label=_("A month"), max_digits=12, decimal_places=2)
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"), required=False)


class PurchaseForm(Choosing):
    title = forms.CharField(label=_("What was bought?"), max_length=200)
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=12, decimal_places=2, help_text=_("Below nothing where money came back.")
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Empty: as the account is kept.")
    )
    on = forms.DateField(label=_("Day"))
    supplier_id = number(_("Supplier"), required=False)


class MeasureForm(Choosing):
    name = forms.CharField(label=_("What is counted?"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=24, required=False)
    direction = forms.ChoiceField(label=_("Which way is better?"), choices=DIRECTIONS)
    baseline = forms.DecimalField(label=_("Where it starts"), max_digits=14, decimal_places=3)
    target = forms.DecimalField(label=_("Where it is to be"), max_digits=14, decimal_places=3)
    target_on = forms.DateField(label=_("By"))
    service_id = number(_("Read at the service"), required=False)
    owner_id = number(_("Owner"), required=False)


class ReadingForm(Form):
    on = forms.DateField(label=_("Day"))
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=3)
    source = forms.CharField(label=_("Where it comes from"), max_length=200, required=False)


class ImprovementForm(Form):
    title = forms.CharField(label=_("What could be better?"), max_length=200)
    description = forms.CharField(label=_("Why, and how?"), widget=forms.Textarea, required=False)


class ItemForm(Choosing):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.CharField(label=_("Kind"), max_length=40, help_text=_("A word or two: server, database, network."))
    organisation_id = number(_("Belongs to"))
    team_id = number(_("Looked after by"), required=False)
    lifecycle = forms.ChoiceField(label=_("State"), choices=[pair for pair in LIFECYCLES if pair[0] != "retired"])
    attributes = forms.CharField(
        label=_("Attributes"), widget=forms.Textarea, required=False, help_text=_("One a line: “memory: 64 GB”.")
    )


class RelateForm(Form):
    kind = forms.ChoiceField(label=_("How"), choices=RELATIONS)
    target = forms.CharField(label=_("Key of the other item"), max_length=24)
    stands_in = forms.CharField(
        label=_("Stands in with others as"),
        max_length=40,
        required=False,
        help_text=_("One word for all that replace each other, such as web servers. Empty: it is needed in any case."),
    )
    needed = forms.IntegerField(
        label=_("So many of them are needed"), min_value=1, max_value=100, initial=1, required=False
    )


class ServiceItemForm(Form):
    item = forms.CharField(label=_("Key of the item"), max_length=24)
