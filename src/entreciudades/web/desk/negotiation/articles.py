"""What is done with the articles of a draft: added, moved, taken out; proposals and comments."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, Article, ArticleComment, ArticleProposal
from entreciudades.alliances.rules import EDIT
from entreciudades.alliances.services import keep_article
from entreciudades.alliances.services.drafting import (
    add_article_from_clause,
    move_article,
    next_number,
    remove_article,
)
from entreciudades.alliances.services.proposals import (
    comment,
    propose,
    refuse_proposal,
    settle_comment,
    take_proposal,
    withdraw_proposal,
)
from entreciudades.alliances.wording import WORDING
from entreciudades.core.errors import NotFound, TextConflict
from entreciudades.core.models import Text
from entreciudades.web.access import may
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import number as number_of
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.negotiation.doors import article_of, done, found
from entreciudades.web.desk.negotiation.forms import AnswerForm, ArticleForm, CommentForm, ProposalForm
from entreciudades.web.desk.negotiation.text import clauses_for
from entreciudades.web.desk.negotiation.topics import TOPICS
from entreciudades.web.desk.refusals import refused


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def clauses(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The clause library; a POST adds an article for each clause that was chosen, in the order of the library."""
    owner, agreement = found(request, slug, pk)
    library = clauses_for(agreement)
    if request.method == "POST":
        wanted = [one for one in library if one.key in request.POST.getlist("clause")]

        def add() -> None:
            with transaction.atomic():
                for one in wanted:
                    add_article_from_clause(agreement, clause=one, organisation=owner, by=person(request))

        if not wanted:
            messages.error(request, _("Choose at least one clause."))
        elif done(request, add, said=_("Articles were added at the end: change their words as you need.")):
            return redirect("desk:agreement", slug, pk)
    there = set(agreement.articles.values_list("topic", flat=True))
    page = {
        "clauses": [(one, TOPICS[one.topic], one.topic in there) for one in library],
        "back": reverse("desk:agreement", args=[slug, pk]),
    }
    return render(request, "desk/negotiation/clauses.html", about_agreement(request, owner, agreement) | page)


def article_form(request: HttpRequest, owner: Organisation, agreement: Agreement, number: int) -> HttpResponse:
    """What an article of a draft is about, and its headings; 0 adds one at the end. The door has been passed."""
    row = article_of(agreement, number) if number else Article(agreement=agreement, number=next_number(agreement))
    form: Any = ArticleForm(request.POST if request.method == "POST" else None, instance=row, owner=agreement)
    if request.method == "POST" and form.is_valid() and kept(form, keep_article, by=person(request), scope=owner.pk):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
        if number:
            return _back(slug=owner.slug, agreement=agreement, number=number)
        return redirect("desk:wording-edit", owner.slug, agreement.pk, row.number, agreement.languages[0])
    title = _("Article %(number)s") % {"number": number} if number else _("A new article")
    page = {"form": form, "title": title, "back": reverse("desk:agreement", args=[owner.slug, agreement.pk])}
    status = 422 if form.errors else form.status
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=status)


@may(EDIT)
@require_POST
def move(request: HttpRequest, slug: str, pk: int, number: int, way: str) -> HttpResponse:
    """Exchange an article with the one before it ("up") or after it ("down")."""
    owner, agreement = found(request, slug, pk)
    row = article_of(agreement, number)
    how = {"up": way == "up", "organisation": owner, "by": person(request)}
    done(request, move_article, row, **how, said=_("The articles are numbered anew."))
    return _back(slug=slug, agreement=agreement, number=row.number)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Ask before an article is taken out; a POST does it."""
    owner, agreement = found(request, slug, pk)
    row = article_of(agreement, number)
    back = reverse("desk:agreement", args=[slug, pk])
    if request.method == "POST":
        said = _("The article was taken out. The text with it is kept among the versions.")
        done(request, remove_article, row, organisation=owner, by=person(request), said=said)
        return redirect(back)
    page = {"article": row, "article_name": name_of(row), "back": back}
    return render(request, "desk/negotiation/remove.html", about_agreement(request, owner, agreement) | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, slug: str, pk: int, number: int, language: str) -> HttpResponse:
    """Propose other words for an article in a language; the form begins with what it says."""
    owner, agreement = found(request, slug, pk)
    row = article_of(agreement, number)
    if language not in agreement.languages:
        raise NotFound("language", language)
    text = Text.objects.of(row).filter(section=WORDING, language=language).first()
    initial = {"body": text.body if text else "", "base_version": text.version if text else 0}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["body"].widget.attrs["lang"] = language
    if request.method == "POST" and form.is_valid():
        try:
            propose(row, language=language, organisation=owner, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Proposed: the other parties are told and answer it here."))
            return _back(slug=slug, agreement=agreement, number=number)
    title = _("Propose other words for article %(number)s") % {"number": number}
    page = {"form": form, "title": title, "submit": _("Propose"), "back": reverse("desk:agreement", args=[slug, pk])}
    status = 422 if form.errors else 200
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=status)


@may(EDIT)
@require_POST
def answer(request: HttpRequest, slug: str, pk: int, proposal: int, verb: str) -> HttpResponse:
    """Take a proposal over ("take"), say no to it ("refuse"), or withdraw one's own ("withdraw")."""
    owner, agreement = found(request, slug, pk)
    rows = ArticleProposal.objects.filter(article__agreement=agreement).select_related("article__agreement")
    row = rows.filter(pk=proposal).first()
    if row is None:
        raise NotFound("proposal", proposal)
    how: dict[str, Any] = {"organisation": owner, "by": person(request)}
    if verb == "take":
        how["expected_version"] = number_of(request.POST.get("version", ""))
        try:
            done(request, take_proposal, row, **how, said=_("The article says now what was proposed."))
        except TextConflict:
            said = _(
                "The article changed while you were reading: nothing was written, and the proposal waits. Look at how "
                "it differs from what the article says now."
            )
            messages.error(request, said)
    elif verb == "withdraw":
        done(request, withdraw_proposal, row, **how, said=_("The proposal is withdrawn."))
    else:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            page = {"form": form, "title": _("Why it is not taken over"), "submit": _("Do not take it over")}
            page |= {"back": reverse("desk:agreement", args=[slug, pk])}
            about = about_agreement(request, owner, agreement)
            return render(request, "layouts/form.html", about | page, status=422)
        said = _("The proposal is not taken over; whoever made it is told why.")
        done(request, refuse_proposal, row, answer=form.cleaned_data["answer"], **how, said=said)
    return _back(slug=slug, agreement=agreement, number=row.article.number)


@may(EDIT)
@require_POST
def say(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Comment on an article."""
    owner, agreement = found(request, slug, pk)
    row = article_of(agreement, number)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            comment(row, body=form.cleaned_data["body"], organisation=owner, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Your comment stands under the article."))
            return _back(slug=slug, agreement=agreement, number=number)
    title = _("Comment on article %(number)s") % {"number": number}
    page = {"form": form, "title": title, "submit": _("Comment"), "back": reverse("desk:agreement", args=[slug, pk])}
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=422)


@may(EDIT)
@require_POST
def settle(request: HttpRequest, slug: str, pk: int, comment: int) -> HttpResponse:
    """What a comment asked is settled."""
    owner, agreement = found(request, slug, pk)
    rows = ArticleComment.objects.filter(article__agreement=agreement).select_related("article__agreement")
    row = rows.filter(pk=comment).first()
    if row is None:
        raise NotFound("comment", comment)
    done(request, settle_comment, row, organisation=owner, by=person(request), said=_("The comment is settled."))
    return _back(slug=slug, agreement=agreement, number=row.article.number)


def _back(*, slug: str, agreement: Agreement, number: int) -> HttpResponse:
    """To the article on the page of the text."""
    return redirect(f"{reverse('desk:agreement', args=[slug, agreement.pk])}#article-{number}")
