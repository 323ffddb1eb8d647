"""A form with every kind of field, some of them wrong, for the sheet of components."""

from __future__ import annotations

from django import forms

from goldenthread.web.forms import Form

TEAMS = [("", "Nobody yet"), ("desk", "Service desk, day"), ("platform", "Platform"), ("apps", "Applications")]


class Sample(Form):
    """Fields as a change of a go-live date would have them."""

    title = forms.CharField(label="Title", initial="Move the pilot go-live", max_length=200)
    day = forms.DateField(label="Go-live on", widget=forms.DateInput)
    team = forms.ChoiceField(
        label="Team", choices=TEAMS, required=False, help_text="Only teams with the skill “Directory”"
    )
    cost = forms.DecimalField(label="It costs", initial="24000", required=False)
    effort = forms.DecimalField(label="Work", initial="12", required=False)
    why = forms.CharField(
        label="Why now", widget=forms.Textarea, required=False, help_text="Whoever approves it reads this first."
    )
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("standard", "Standard"), ("normal", "Normal")]
    )
    tell = forms.BooleanField(label="Tell the requesters", required=False, help_text="By mail, when it is approved.")
    proof = forms.FileField(label="Evidence", required=False)


def wrong(prefix: str) -> Sample:
    """The form as it comes back when a date is inside a freeze."""
    form = Sample(
        {
            f"{prefix}-title": "Move the pilot go-live",
            f"{prefix}-day": "2026-12-16",
            f"{prefix}-kind": "normal",
            f"{prefix}-tell": "on",
        },
        prefix=prefix,
    )
    form.is_valid()
    form.add_error("day", "Inside the winter freeze. The next free day is 5 Jan.")
    return form
