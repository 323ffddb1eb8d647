"""Forms as the pages send them: nothing unknown is taken, errors stand under their fields, each is sent once."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.words import UNWRITABLE, is_writable

HIDDEN = {"csrfmiddlewaretoken", "_once", "_version"}


class Form(forms.Form):
    """The base of every form. Rendered by the field macros, never by Django."""

    use_required_attribute = False

    @property
    def once(self) -> str:
        """A token that makes a second press of the same button do nothing more."""
        return str(self.data.get("_once", ""))

    def fresh_once(self) -> str:
        return self.once or secrets.token_urlsafe(12)

    def full_clean(self) -> None:
        """What is missing is said in the words of its kind, unless the field has words of its own."""
        usual = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.error_messages.get("required") == usual:
                field.error_messages["required"] = _missing(field)
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        known = {self.add_prefix(name) for name in self.fields} | HIDDEN
        unknown = sorted(set(self.data) - known)
        if unknown:
            self.add_error(None, _("This form has no field %(names)s.") % {"names": ", ".join(unknown)})
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and not is_writable(value):
                self.add_error(name, UNWRITABLE)
        return self.cleaned_data

    def blame(self, error: Invalid) -> None:
        """Put an action's complaint under the fields it is about."""
        for name, sentence in error.fields.items():
            self.add_error(name if name in self.fields else None, str(sentence))
        if not error.fields:
            self.add_error(None, str(error))


def _missing(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return _("Choose a file.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose one.")
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return _("Name a day.")
    if isinstance(field, forms.IntegerField):
        return _("Give a number.")
    return _("Fill this in.")
