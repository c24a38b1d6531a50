"""The agreements that an organisation has signed, article by article. Whoever edits for a party keeps them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.errors import TextFrozen
from entreciudades.alliances.models import Agreement, AgreementParty, Article
from entreciudades.alliances.rules import EDIT
from entreciudades.alliances.services import DOCUMENT, WORDING, Signatory, keep_article, record_agreement, write_article
from entreciudades.core.access import fetch
from entreciudades.core.errors import NotFound
from entreciudades.core.files import attachments_of
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.methodologies.slots import Slot
from entreciudades.web.access import may
from entreciudades.web.agreements.listing import listed
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import RowsChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.negotiation.articles import article_form
from entreciudades.web.desk.negotiation.text import text_page
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.sheets import Sheet, WritingOver
from entreciudades.web.files import address_of

_AGREEMENT = Noun(
    "agreement",
    Agreement,
    "pk",
    says="",
    shows=(),
    fields=("titles", "kind", "signed", "starts", "ends", "themes", "reference", "published", "source"),
    terms={"themes": THEMES},
    helps={
        "published": gettext_lazy("Everybody may read what it is, who signed it and its articles."),
        "ends": gettext_lazy("Empty where it holds until it is denounced."),
        "reference": gettext_lazy("By which the city finds it in its own register."),
    },
)
_ARTICLE = Noun("article", Article, "agreement", says="", shows=(), fields=("number", "headings", "verbatim"))
ArticleForm = make_form(Article, _ARTICLE.fields, _ARTICLE)


class AgreementForm(make_form(Agreement, _AGREEMENT.fields, _AGREEMENT)):  # type: ignore[misc] # made from the table
    """An agreement with those who signed it besides the organisation itself."""

    others = RowsChoiceField(queryset=Organisation.objects.none(), label=gettext_lazy("Other parties"))
    beside = ("parties",)

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.owner = owner
        signed = Q(agreement_parties__agreement=self.instance.pk) if self.instance.pk else Q(pk=None)
        rows = Organisation.objects.filter(Q(published=True) | signed).exclude(pk=owner.pk).distinct()
        self.fields["others"].queryset = rows
        if self.instance.pk:
            others = self.instance.parties.exclude(organisation=owner)
            self.fields["others"].initial = list(others.values_list("organisation", flat=True))
            for party in self.instance.parties.select_related("organisation"):
                self._ask_who_signed(party)

    def _ask_who_signed(self, party: AgreementParty) -> None:
        asked = {"signed_by": _("Signed for %(party)s by"), "signed_as": _("Office of who signed for %(party)s")}
        for name, words in asked.items():
            said = words % {"party": name_of(party.organisation)}
            field = forms.CharField(label=said, max_length=150, required=False, initial=getattr(party, name))
            self.fields[f"{name}_{party.organisation_id}"] = field

    @property
    def signatures(self) -> dict[int, Signatory]:
        """Who signed for each party of which the form asked."""
        asked = [int(name.removeprefix("signed_by_")) for name in self.fields if name.startswith("signed_by_")]
        said = self.cleaned_data
        return {pk: Signatory(said[f"signed_by_{pk}"], said[f"signed_as_{pk}"]) for pk in asked}

    def differences_beside(self, stands: Any) -> list[tuple[str, list[Any]]]:
        """The other parties, where they are not those that were chosen."""
        others = [party.organisation for party in stands.parties.exclude(organisation=self.owner)]
        if set(others) == set(self.cleaned_data["others"]):
            return []
        return [(str(self.fields["others"].label), [", ".join(name_of(one) for one in others)])]


@may(EDIT_ORGANISATION)
@require_safe
def agreements(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisation has signed, signs or negotiates, found by what it says; the latest first."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    own = Agreement.objects.filter(pk__in=Agreement.objects.of(owner).values("pk"))
    found = listed(request, own.annotate(count=Count("articles")))
    return render(request, "desk/agreements/list.html", about_organisation(request, owner) | found)


@may(EDIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an agreement."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    return _agreement_form(request, owner, Agreement())


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an agreement that a register tells, its articles below; one that is negotiated has its own page."""
    owner, agreement = found(request, slug, pk)
    if agreement.is_negotiated:
        return text_page(request, owner, agreement)
    return _agreement_form(request, owner, agreement)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, slug: str, pk: int, number: int = 0) -> HttpResponse:
    """An article: its number, its heading, whether its wording is the document's own. 0 adds one."""
    owner, agreement = found(request, slug, pk)
    if agreement.is_negotiated:
        return article_form(request, owner, agreement, number)
    row = _article(agreement, number) if number else Article(agreement=agreement)
    form = ArticleForm(request.POST if request.method == "POST" else None, instance=row, owner=agreement)
    if request.method == "POST" and form.is_valid() and kept(form, keep_article, by=person(request), scope=owner.pk):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
        return redirect("desk:wording-edit", slug, pk, form.instance.number, owner.source_language)
    back = reverse("desk:agreement", args=[slug, pk])
    page = {"form": form, "title": _("Article of “%(title)s”") % {"title": name_of(agreement)}, "back": back}
    return render(request, "layouts/form.html", about_organisation(request, owner) | page, status=form.status)


def wording(request: HttpRequest, slug: str, pk: int, number: int) -> Sheet:
    """The wording of an article, for the editor of long texts."""
    owner, agreement = found(request, slug, pk)
    row = _article(agreement, number)

    def write(_key: str, language: str, body: str, version: int) -> Text:
        try:
            return write_article(row, language, body, expected_version=version, by=person(request), scope=owner.pk)
        except TextFrozen as error:
            raise WritingOver(" ".join(error.messages)) from error

    def address(verb: str, language: str) -> str:
        return reverse(f"desk:wording-{verb}", args=[slug, pk, number, language])

    languages = tuple(agreement.languages) if agreement.is_negotiated else ()
    title = _("Wording of article %(name)s") % {"name": name_of(row)}
    slot = Slot(WORDING, label({"": title}), label({}), None)
    around = (
        about_agreement(request, owner, agreement) if agreement.is_negotiated else about_organisation(request, owner)
    )
    about = around | {"next_address": reverse("desk:agreement", args=[slug, pk]), "next_title": _("the agreement")}
    return Sheet(row, owner.pk, WORDING, title, (slot,), write, address, about, languages=languages)


def found(request: HttpRequest, slug: str, pk: int) -> tuple[Organisation, Agreement]:
    """The organisation at whose desk one is, and the agreement among its own."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    rows = Agreement.objects.of(owner).select_related("alliance__methodology", "network", "parent")
    return owner, fetch(rows, pk, may=EDIT, actor=request.user)


def _article(agreement: Agreement, number: int) -> Article:
    found = agreement.articles.filter(number=number).first()
    if found is None:
        raise NotFound("article", number)
    return found


def _agreement_form(request: HttpRequest, owner: Organisation, agreement: Agreement) -> HttpResponse:
    form: Any = AgreementForm(request.POST if request.method == "POST" else None, instance=agreement, owner=owner)
    if request.method == "POST" and form.is_valid() and _recorded(request, owner, form):
        return redirect("desk:agreement", owner.slug, form.instance.pk)
    page = {
        "form": form,
        "agreement": agreement if agreement.pk else None,
        "articles": list(agreement.articles.all()) if agreement.pk else [],
        "documents": [(one, address_of(one)) for one in attachments_of(agreement, DOCUMENT)] if agreement.pk else [],
        "back": reverse("desk:agreements", args=[owner.slug]),
    }
    return render(request, "desk/agreements/form.html", about_organisation(request, owner) | page, status=form.status)


def _recorded(request: HttpRequest, owner: Organisation, form: AgreementForm) -> bool:
    """Keep what was said; the organisation stays where it stood among the parties, or comes first."""
    chosen = {one.pk: one for one in [owner, *form.cleaned_data["others"]]}
    before = list(form.instance.parties.values_list("organisation", flat=True)) if form.instance.pk else []
    order = [pk for pk in before if pk in chosen]
    order += [pk for pk in chosen if pk not in order]
    parties = [chosen[pk] for pk in order]
    what = {"parties": parties, "signatures": form.signatures, "links": form.links}
    if not kept(form, record_agreement, **what, by=person(request), scope=owner.pk):
        return False
    messages.success(request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
    return True
