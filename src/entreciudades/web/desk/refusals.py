"""What a service refused, told in the form that asked for it."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def refused(form: forms.BaseForm, error: ValidationError) -> None:
    """Show each refusal on its field; one of a field that the form does not ask stands above the form."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, said in by_field.items():
        form.add_error(name if name in form.fields else None, ValidationError(said))
