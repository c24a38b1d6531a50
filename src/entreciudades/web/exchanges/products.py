"""Products: their list, their page; written down, handed in, validated, returned, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entreciudades.core.errors import NotFound
from entreciudades.core.files import attachments_of
from entreciudades.exchanges.models import Product
from entreciudades.exchanges.services import products as services
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.naming import name_of
from entreciudades.web.exchanges.documents import documents as documents_page
from entreciudades.web.exchanges.doors import asked, done, form_page, page, product_at, seat_of
from entreciudades.web.exchanges.forms import ProductForm
from entreciudades.web.files import address_of


def listing(place: Place) -> HttpResponse:
    """What the alliance makes and made, the newest first."""
    rows = Product.objects.of(place.alliance).with_parties()
    said = {
        "products": [(one, place.at("alliance-product", one.pk)) for one in rows],
        "add": place.at("alliance-product-add") if place.seat and place.works else "",
    }
    return page(place, "exchanges/products.html", said)


def show(place: Place, pk: int) -> HttpResponse:
    """One product: who made it and who receives it, what they say of it, its files."""
    one = product_at(place, pk)
    works = place.seat is not None and place.works
    receptions = list(one.receptions.all())
    agreed = {row.organisation_id for row in one.consents.all()}
    concerned = {city.pk: city for city in (*one.makers.all(), *(row.organisation for row in receptions))}
    receives = next((row for row in receptions if row.organisation_id == place.owner.pk), None)
    said = {
        "product": one,
        "receptions": receptions,
        "files": [(file, address_of(file)) for file in attachments_of(one, Product.PURPOSE)],
        "consents": [(city, city.pk in agreed) for city in concerned.values()],
        "asked": bool(works and place.decides and receives and one.is_handed_in and receives.state == "waiting"),
        "waits": bool(works and not place.decides and receives and one.is_handed_in and receives.state == "waiting"),
        "may_return": bool(works and place.decides and receives and (one.is_handed_in or one.is_validated)),
        "may_agree": bool(works and place.decides and place.owner.pk in concerned and one.is_validated),
        "has_agreed": place.owner.pk in agreed,
        "to": _addresses(place, one) if works else {},
    }
    return page(place, "exchanges/product.html", said)


def _addresses(place: Place, one: Product) -> dict[str, str]:
    return {
        "hand_in": place.at("alliance-product-act", one.pk, "hand-in"),
        "take_back": place.at("alliance-product-act", one.pk, "take-back"),
        "validate": place.at("alliance-product-answer", one.pk, "validate"),
        "agree": place.at("alliance-product-answer", one.pk, "agree"),
        "disagree": place.at("alliance-product-answer", one.pk, "disagree"),
        "change": place.at("alliance-product-change", one.pk),
        "files": place.at("alliance-product-files", one.pk),
        "give_back": place.at("alliance-product-return", one.pk),
    }


def add(place: Place) -> HttpResponse:
    """Write down a product; of an exchange, where the address names one."""
    seat_of(place)
    exchange = place.request.GET.get("exchange", "")
    initial = {"makers": [place.owner.pk], "exchange": exchange if exchange.isdecimal() else None}
    return _form(place, Product(alliance=place.alliance), _("A new product"), place.at("alliance-products"), initial)


def change(place: Place, pk: int) -> HttpResponse:
    """Change one that is being made."""
    seat_of(place)
    one = product_at(place, pk, acts=True)
    title = _("Change: %(name)s") % {"name": name_of(one)}
    return _form(place, one, title, place.at("alliance-product", pk), {})


def _form(place: Place, one: Product, title: str, back: str, initial: dict[str, Any]) -> HttpResponse:
    data = place.request.POST if place.request.method == "POST" else None
    form: Any = ProductForm(data, instance=one, owner=place.alliance, initial=initial)
    if data is not None and form.is_valid():
        what = {"receivers": form.cleaned_data["receivers"], "links": form.links, "seat": seat_of(place)}
        if kept(form, services.keep_product, **what, by=place.by):
            messages.success(place.request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
            return redirect(place.at("alliance-product", form.instance.pk))
    return page(place, "layouts/form.html", {"form": form, "title": title, "back": back}, status=form.status)


def hand(place: Place, pk: int, verb: str) -> HttpResponse:
    """Hand it in, or take it back: whoever works for a party."""
    acts = {"hand-in": services.hand_in, "take-back": services.take_back}
    words = {
        "hand-in": _("Handed in. The cities that receive it are asked to validate it."),
        "take-back": _("Taken back: it can be changed again."),
    }
    return _do(place, pk, verb, acts, words)


def answer(place: Place, pk: int, verb: str) -> HttpResponse:
    """Validate it, or say whether everybody may read it: whoever decides for a party."""
    acts = {
        "validate": services.validate_product,
        "agree": services.agree_to_publish,
        "disagree": services.disagree_to_publish,
    }
    words = {
        "validate": _("Validated. Thank you."),
        "agree": _("Noted. Everybody reads it once all who made it and receive it agree."),
        "disagree": _("Noted: nobody but the parties and their network reads it."),
    }
    return _do(place, pk, verb, acts, words)


def _do(place: Place, pk: int, verb: str, acts: dict[str, Any], words: dict[str, str]) -> HttpResponse:
    seat = seat_of(place)
    one = product_at(place, pk, acts=True)
    if verb not in acts:
        raise NotFound("act", verb)
    back = place.at("alliance-product", pk)
    return done(place, lambda: acts[verb](one, seat=seat, by=place.by), words[verb], back)


def give_back(place: Place, pk: int) -> HttpResponse:
    """Ask why, then return it to those who made it."""
    seat = seat_of(place)
    one = product_at(place, pk, acts=True)
    back = place.at("alliance-product", pk)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if asked(
        place, form, lambda: services.return_product(one, reason=form.cleaned_data["reason"], seat=seat, by=place.by)
    ):
        messages.success(place.request, _("Returned. Those who made it read why."))
        return redirect(back)
    title = _("Return: %(name)s") % {"name": name_of(one)}
    return form_page(place, form, title=title, submit=_("Return it"), back=back)


def files(place: Place, pk: int) -> HttpResponse:
    """The files of a product; a POST adds one."""
    seat = seat_of(place)
    one = product_at(place, pk, acts=True)
    return documents_page(
        place,
        lambda upload: services.add_file(one, upload, seat=seat, by=place.by),
        hung=attachments_of(one, Product.PURPOSE),
        removal=lambda document: place.at("alliance-product-file-remove", pk, document),
        title=_("Files of %(name)s") % {"name": name_of(one)},
        none=_("No file yet."),
        back=place.at("alliance-product", pk),
    )


def remove_file(place: Place, pk: int, document: int) -> HttpResponse:
    """Take a file off."""
    seat = seat_of(place)
    one = product_at(place, pk, acts=True)
    found = attachments_of(one, Product.PURPOSE).filter(pk=document).first()
    if found is None:
        raise NotFound("document", document)
    back = place.at("alliance-product-files", pk)
    return done(
        place, lambda: services.remove_file(one, found, seat=seat, by=place.by), _("The document was removed."), back
    )
