"""The pair that is proposed to a city: why these two, and its answer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Application, Pair, PairAnswer
from entreciudades.calls.reasons import labels_of, learnt_by
from entreciudades.calls.rules import ANSWER, EDIT_APPLICATION
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.processes.answers import answer
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import REFUSED, about_application, in_words
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.partners.about import Other, admitted, words
from entreciudades.web.desk.refusals import refused


class DeclineForm(forms.Form):
    """Why a city declines."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Only the secretariat reads it. The other city learns that the pair did not come about."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


@may(EDIT_APPLICATION)
@require_safe
def pairs(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is proposed, accepted, or came to nothing, the newest first."""
    application = admitted(request, slug, pk)
    rows = list(application.call.pairs.of(application).with_cities().order_by("-pk"))
    labels = labels_of(code for pair in rows for code in (*pair.a_learns, *pair.b_learns))
    mine = {one.pair_id: one for one in PairAnswer.objects.filter(application=application, pair__in=rows)}
    alliances = {one.pair_id: one for one in Alliance.objects.filter(pair__in=rows)}
    shown = []
    for pair in rows:
        learns, shares = learnt_by(application, pair)
        other = Other(_other(pair, application).applicant, words(learns, labels), words(shares, labels))
        shown.append((pair, other, mine.get(pair.pk), alliances.get(pair.pk)))
    page = {"rows": shown, "may_answer": ANSWER.predicate(request.user, application)}
    return render(request, "desk/partners/pairs.html", about_application(request, application) | page)


@may(ANSWER)
@require_POST
def accept(request: HttpRequest, slug: str, pk: int, pair: int) -> HttpResponse:
    """Accept; once the other city has, too, the alliance is there."""
    application = admitted(request, slug, pk, may=ANSWER)
    row = _pair(application, pair)
    try:
        alliance = answer(row, application=application, accepts=True, reason="", by=person(request))
    except REFUSED as error:
        messages.error(request, in_words(error, application.call))
    except MoveRefused:
        messages.error(request, _("This pair is no longer proposed: nothing was kept."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if alliance is not None:
            messages.success(request, _("Both cities have accepted: you are an alliance."))
            return redirect("desk:alliance", slug, alliance.slug)
        messages.success(request, _("You have accepted. As soon as the other city does, too, we tell you."))
    return redirect("desk:application-pairs", slug, pk)


@may(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, slug: str, pk: int, pair: int) -> HttpResponse:
    """Ask why, then decline."""
    application = admitted(request, slug, pk, may=ANSWER)
    row = _pair(application, pair)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            answer(row, application=application, accepts=False, reason=reason, by=person(request))
        except REFUSED as error:
            form.add_error(None, in_words(error, application.call))
        except MoveRefused:
            form.add_error(None, _("This pair is no longer proposed: nothing was kept."))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("You have declined. The secretariat looks for another partner for you."))
            return redirect("desk:application-pairs", slug, pk)
    page = {
        "form": form,
        "title": _("Decline %(city)s") % {"city": name_of(_other(row, application).applicant)},
        "submit": _("Decline"),
        "back": reverse("desk:application-pairs", args=[slug, pk]),
    }
    return render(request, "layouts/form.html", about_application(request, application) | page)


def _other(pair: Pair, application: Application) -> Application:
    return pair.b if pair.a_id == application.pk else pair.a


def _pair(application: Application, pk: int) -> Pair:
    found = application.call.pairs.of(application).with_cities().select_related("call").filter(pk=pk).first()
    if found is None:
        raise NotFound("pair", pk)
    return found
