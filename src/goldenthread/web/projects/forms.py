"""The forms about projects."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.business.projects import queries
from goldenthread.foundation.errors import Invalid
from goldenthread.web.forms import Form

Options = dict[str, list[tuple[Any, str]]]


class Choosing(Form):
    """A form whose choices depend on the project; an optional choice begins with none."""

    def __init__(self, *args: Any, options: Options | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (options or {}).items():
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = choices if field.required else [("", _("None")), *choices]


class TaskForm(Choosing):
    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    days = forms.DecimalField(
        label=_("Length in working days"), min_value=0, required=False, max_digits=6, decimal_places=2
    )
    optimistic_days = forms.DecimalField(
        label=_("At best, in working days"), min_value=0, required=False, max_digits=6, decimal_places=2
    )
    pessimistic_days = forms.DecimalField(
        label=_("At worst, in working days"), min_value=0, required=False, max_digits=6, decimal_places=2
    )
    is_milestone = forms.BooleanField(label=_("A milestone: reached or not, without length"), required=False)
    budget = forms.DecimalField(label=_("Budget"), max_digits=14, decimal_places=2, min_value=0, required=False)
    earning_rule = forms.ChoiceField(
        label=_("Earns value"), choices=queries.EARNING_RULES, initial="physical", required=False
    )
    earning_weights = forms.CharField(
        label=_("What each step weighs"),
        max_length=120,
        required=False,
        help_text=_("For step by step, in order: 30, 50, 20."),
    )
    deadline_on = forms.DateField(label=_("Deadline"), required=False)
    constraint = forms.ChoiceField(label=_("When?"), choices=queries.CONSTRAINT_WORDS, initial="ASAP")
    constraint_on = forms.DateField(label=_("The day meant there"), required=False)
    calendar = forms.ChoiceField(label=_("On a calendar of its own"), required=False)
    is_elapsed = forms.BooleanField(
        label=_("Its length passes round the clock, nights and weekends too"), required=False
    )
    fixed_cost = forms.DecimalField(
        label=_("Of the budget, not for work"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=0,
        max_value=1000,
        initial=500,
        required=False,
        help_text=_("From 0 to 1000: whose turn it is where people are short."),
    )

    def clean_earning_weights(self) -> tuple[int, ...]:
        words = str(self.cleaned_data["earning_weights"]).replace(",", " ").replace(";", " ").split()
        if not all(word.isdecimal() for word in words):
            raise forms.ValidationError(_("Write whole numbers, such as 30, 50, 20."))
        return tuple(int(word) for word in words)


class PlaceForm(Form):
    """Where a bar was dropped, or its new length; only what is sent changes."""

    constraint = forms.ChoiceField(choices=queries.CONSTRAINT_WORDS, required=False)
    constraint_on = forms.DateField(required=False)
    constraint_at = forms.DateTimeField(required=False)
    levelled_at = forms.DateTimeField(required=False)
    duration_minutes = forms.IntegerField(min_value=0, required=False)

    def changes(self) -> queries.TaskChanges:
        """What was sent, or Invalid with a sentence per field."""
        if not self.is_valid():
            raise Invalid(fields={name: " ".join(map(str, found)) for name, found in self.errors.items()})
        sent = {name: self.cleaned_data[name] for name in PlaceForm.base_fields if self.data.get(name)}
        return cast("queries.TaskChanges", sent)


class TryForm(PlaceForm):
    task = forms.CharField(max_length=24)


class NewTaskForm(TaskForm):
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    follows = forms.ChoiceField(label=_("Waits for the end of"), required=False)


class MoveForm(Choosing):
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    place = forms.IntegerField(label=_("Place among its siblings"), min_value=1, initial=1)


class LinkForm(Choosing):
    predecessor = forms.ChoiceField(label=_("Waits for"))
    kind = forms.ChoiceField(label=_("How"), choices=queries.LINK_KINDS, initial="FS")
    days = forms.DecimalField(
        label=_("Lag in working days"),
        initial=0,
        required=False,
        help_text=_("Below nothing to begin earlier."),
        max_digits=6,
        decimal_places=2,
    )
    percent = forms.IntegerField(
        label=_("Or lag in percent of its length"), required=False, min_value=-1000, max_value=1000
    )
    calendar = forms.ChoiceField(
        label=_("The lag counts"), choices=queries.LAG_CALENDARS, initial="successor", required=False
    )


class AssignForm(Choosing):
    person = forms.ChoiceField(label=_("Who?"))
    units = forms.IntegerField(label=_("Share of their time, percent"), min_value=1, max_value=100, initial=100)
    hours = forms.DecimalField(
        label=_("Work in hours, if it is planned"), required=False, min_value=0, max_digits=8, decimal_places=2
    )


class ResourceForm(Choosing):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What is it?"), choices=queries.RESOURCE_KINDS, initial="work")
    calendar = forms.ChoiceField(label=_("Hours, if not the project's"), required=False)
    units = forms.DecimalField(
        label=_("How much there is, percent"), min_value=0, initial=100, max_digits=9, decimal_places=2
    )
    unit = forms.CharField(label=_("Counted in"), max_length=40, required=False, help_text=_("For a material: t, m³."))
    rate = forms.DecimalField(
        label=_("Price of an hour or unit"), min_value=0, initial=0, max_digits=12, decimal_places=4
    )
    overtime_rate = forms.DecimalField(
        label=_("Price of an hour of overtime"), min_value=0, initial=0, max_digits=12, decimal_places=4
    )
    cost_per_use = forms.DecimalField(
        label=_("Price of each use"), min_value=0, initial=0, max_digits=14, decimal_places=2
    )


class ChangeResourceForm(ResourceForm):
    resource = forms.IntegerField(widget=forms.HiddenInput)


class UseForm(Choosing):
    resource = forms.ChoiceField(label=_("What?"))
    units = forms.DecimalField(
        label=_("How much"),
        min_value=0,
        initial=100,
        max_digits=9,
        decimal_places=2,
        help_text=_("Percent of its time, or units of a material."),
    )
    hours = forms.DecimalField(
        label=_("Work in hours, if it is planned"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    cost = forms.DecimalField(label=_("Cost"), required=False, min_value=0, max_digits=14, decimal_places=2)


class ProgressForm(Form):
    percent = forms.IntegerField(label=_("Done, percent"), min_value=0, max_value=100)
    started_on = forms.DateField(label=_("Begun on"), required=False)
    finished_on = forms.DateField(label=_("Ended on"), required=False)
    days_left = forms.DecimalField(
        label=_("Working days left"),
        min_value=0,
        required=False,
        help_text=_("Empty: the rest of its length."),
        max_digits=6,
        decimal_places=2,
    )


class CommentForm(Form):
    text = forms.CharField(label=_("Message"), widget=forms.Textarea, max_length=100_000)


class BaselineForm(Form):
    reason = forms.CharField(label=_("Why is it frozen now?"), max_length=300)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea, max_length=2000)


class DecisionForm(Form):
    title = forms.CharField(label=_("What was decided?"), max_length=200)
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea, max_length=2000)


class MemberForm(Choosing):
    person = forms.ChoiceField(label=_("Who?"))


class DeliverableForm(Form):
    name = forms.CharField(label=_("What is delivered?"), max_length=200)
    criteria = forms.CharField(
        label=_("What must be true of it?"), widget=forms.Textarea, help_text=_("One criterion a line.")
    )
    due_on = forms.DateField(label=_("Due"), required=False)


class EvidenceForm(Form):
    """One line of evidence per criterion."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, criterion in enumerate(criteria):
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=criterion["text"], max_length=300, required=False, initial=criterion["evidence"]
            )


class JudgeForm(Form):
    """A verdict per criterion; accepted as a whole or sent back with a reason."""

    VERDICTS = (("yes", _("Met")), ("no", _("Not met")))

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, criterion in enumerate(criteria):
            self.fields[f"met_{number}"] = forms.ChoiceField(
                label=criterion["text"], choices=self.VERDICTS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("What shows it?"), max_length=300, required=False, initial=criterion["evidence"]
            )
        self.fields["reason"] = forms.CharField(
            label=_("What is missing?"),
            widget=forms.Textarea,
            max_length=2000,
            required=False,
            help_text=_("Needed to send it back."),
        )
        self.fields["act"] = forms.ChoiceField(
            choices=(("accept", ""), ("back", "")), widget=forms.HiddenInput, required=False
        )


class RiskForm(Choosing):
    title = forms.CharField(label=_("What may happen?"), max_length=200)
    probability = forms.IntegerField(label=_("How likely, percent"), min_value=0, max_value=100)
    days = forms.IntegerField(label=_("Working days it would cost"), min_value=0, initial=0)
    cost = forms.DecimalField(label=_("Money it would cost"), max_digits=14, decimal_places=2, min_value=0, initial=0)
    task = forms.ChoiceField(label=_("Which task would it delay?"), required=False)
    response = forms.CharField(label=_("What is done about it?"), widget=forms.Textarea, required=False)
    response_cost = forms.DecimalField(
        label=_("What that costs"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    residual_probability = forms.IntegerField(
        label=_("How likely once that is done, percent"), min_value=0, max_value=100, required=False
    )
    owner = forms.ChoiceField(label=_("Who watches it?"), required=False)


class ChangeRiskForm(RiskForm):
    state = forms.ChoiceField(label=_("State"), choices=queries.RISK_STATES)


class ReadinessItemForm(Form):
    area = forms.ChoiceField(label=_("Area"), choices=queries.READINESS_AREAS)
    text = forms.CharField(label=_("What must be ready?"), max_length=200)


class ReadyForm(Form):
    evidence = forms.CharField(label=_("What shows it?"), max_length=300)
