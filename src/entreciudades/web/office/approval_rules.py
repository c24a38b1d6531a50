"""What laws ask before a signature, as this installation and the network know them; the network adds its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.countries import country_key, country_titles
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.alliances.models import Agreement, ApprovalRule
from entreciudades.alliances.services.approvals import keep_rule, remove_rule
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import label
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.office.about import about_network

_RULE = Noun(
    "rule",
    ApprovalRule,
    "network",
    says="",
    shows=(),
    fields=(
        "titles",
        "authorities",
        "days",
        "working_days",
        "silence",
        "after_signing",
        "legal_source",
        "source_url",
    ),
    helps={
        "days": gettext_lazy("Empty where the law has no term."),
        "working_days": gettext_lazy("Saturdays and Sundays do not count; public holidays are not known here."),
        "legal_source": gettext_lazy("The law and its article, so that everybody can read it."),
    },
)


class RuleForm(make_form(ApprovalRule, _RULE.fields, _RULE)):  # type: ignore[misc] # made from the table
    """A rule, with the country for which it holds and the kinds of agreements of which it speaks."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of agreements"), choices=Agreement.Kind, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("country", "kinds")
    beside = ("country", "kinds")

    def __init__(self, *args: Any, owner: Organisation, **options: Any) -> None:
        super().__init__(*args, owner=owner, **options)
        keys = {country_key(one) for one in Organisation.objects.members_of(owner)} | {self.instance.country}
        titles = country_titles(keys - {""}, get_language() or "es")
        self.fields["country"].choices = sorted(titles.items(), key=lambda one: one[1])
        self.initial |= {"country": self.instance.country, "kinds": self.instance.kinds}

    def _post_clean(self) -> None:
        for name in ("country", "kinds"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        if self.instance.pk is None:
            self.instance.key = slugify(label(self.cleaned_data.get("titles")).text)[:60].strip("-") or "x"
        super()._post_clean()


@may(FOLLOW)
@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that hold for all networks, and the network's own."""
    network = doors.organisation(request, slug, may=FOLLOW)
    rows = list(ApprovalRule.objects.filter(network=None) | ApprovalRule.objects.filter(network=network))
    titles = country_titles({one.country for one in rows}, get_language() or "es")
    kinds = dict(Agreement.Kind.choices)
    page = {"rules": [(one, titles[one.country], [kinds[kind] for kind in one.kinds if kind in kinds]) for one in rows]}
    return render(request, "office/agreements/rules.html", about_network(request, network) | page)


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Add a rule (0), or change one of the network's own."""
    network = doors.organisation(request, slug, may=OFFICE)
    row = _own(network, pk) if pk else ApprovalRule(network=network)
    form: Any = RuleForm(request.POST if request.method == "POST" else None, instance=row, owner=network)
    if request.method == "POST" and form.is_valid() and kept(form, keep_rule, by=person(request)):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
        return redirect("office:approval-rules", slug)
    page = {
        "form": form,
        "title": name_of(row) if pk else _("A law that asks something"),
        "back": reverse("office:approval-rules", args=[slug]),
    }
    return render(request, "layouts/form.html", about_network(request, network) | page, status=form.status)


@may(OFFICE)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one of the network's own rules away."""
    network = doors.organisation(request, slug, may=OFFICE)
    try:
        remove_rule(_own(network, pk), by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The rule was removed."))
    return redirect("office:approval-rules", slug)


def _own(network: Organisation, pk: int) -> ApprovalRule:
    found = ApprovalRule.objects.filter(network=network, pk=pk).first()
    if found is None:
        raise NotFound("rule", pk)
    return found
