"""An agreement as a document: the draft as it stands, or the one file that its parties sign."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

import entreciudades
from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementVersion
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.signatures import signature_field
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import content_of
from entreciudades.core.canonical import digest_of
from entreciudades.core.files import attach, read_bytes, store_bytes
from entreciudades.core.labels import FALLBACKS, content_language, label
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import find
from entreciudades.documents.agreement_text import AgreementText, PartyText, Wording
from entreciudades.documents.prose import parse
from entreciudades.documents.typeset import BookRefused, render_agreement
from entreciudades.exports.models import DocumentFormat, DocumentRun
from entreciudades.exports.services import MEDIA_TYPES
from entreciudades.exports.sheets import country_of
from entreciudades.exports.wording import words
from entreciudades.taxonomy.languages import language_name

AGREEMENT: Final = "agreement"
_AGREED: Final = frozenset(
    {AgreementState.AGREED, AgreementState.SIGNING, AgreementState.SIGNED, AgreementState.DENOUNCED}
)


def agreed_version(agreement: Agreement) -> AgreementVersion | None:
    """The version that all parties agreed to, which nobody changes any more; None before that."""
    if agreement.state not in _AGREED:
        return None
    return AgreementVersion.objects.filter(tabling__agreement=agreement).first()


def assemble_agreement(agreement: Agreement, language: str | None = None) -> AgreementText:
    """Gather the agreed version of an agreement, or else its draft as it stands.

    What is said around its articles is in `language`; by default in the first of its own that the site speaks, so that
    the file to sign is the same for everybody. Raises BookRefused for one that only a register tells.
    """
    version = agreed_version(agreement)
    content = version.content if version else content_of(agreement)
    if not content["languages"]:
        raise BookRefused(f"{agreement}: not negotiated here, so that its text has no languages to be printed in")
    codes = content["languages"]
    language = language or next((code for code in codes if _is_spoken(code)), FALLBACKS[0])
    with override(language):
        return AgreementText(
            language=language,
            kind=str(Agreement.Kind(content["kind"]).label),
            titles=tuple(words(content["titles"], code) for code in codes),
            parties=tuple(_parties(agreement, content["parties"], language)),
            languages=_binding(content["authentic"], language),
            articles=tuple(tuple(_wording(one, code) for code in codes) for one in content["articles"]),
            version=str(version.number) if version else "",
            digest=version.digest if version else digest_of(content),
            dated=timezone.localdate(version.made_at) if version else timezone.localdate(),
            draft=version is None,
            foot=_foot(agreement, language),
            labels=_labels(),
        )


def document_of(agreement: Agreement, *, by: User | None) -> DocumentRun:
    """Return the file that the parties sign, with an empty field for each; it is made once and never again.

    Raises ValueError where they have not agreed; BookRefused where it cannot be printed.
    """
    version = agreed_version(agreement)
    if version is None:
        raise ValueError(f"{agreement}: its parties have not agreed to a text")
    run = _made(version)
    if run is None:
        # Printed before the transaction begins: on SQLite nobody else could write meanwhile.
        text = assemble_agreement(agreement)
        run = _keep(version, text.language, render_agreement(text), by=by)
    return run


def agreement_pdf(agreement: Agreement) -> bytes:
    """Return the file to sign where it was made, else the text as it stands, which says on every page "draft".

    Raises BookRefused where it cannot be printed.
    """
    version = agreed_version(agreement)
    run = _made(version) if version else None
    return read_bytes(run.file) if run else render_agreement(replace(assemble_agreement(agreement), draft=True))


def _made(version: AgreementVersion) -> DocumentRun | None:
    runs = DocumentRun.objects.filter(object_kind=kind_of(version), object_id=version.pk, document=AGREEMENT)
    return runs.select_related("file").first()


@transaction.atomic
def _keep(version: AgreementVersion, language: str, data: bytes, *, by: User | None) -> DocumentRun:
    """Keep the file of a version; where somebody else was faster, theirs is the one."""
    stored = store_bytes(data, MEDIA_TYPES[DocumentFormat.PDF])
    run, made = DocumentRun.objects.get_or_create(
        object_kind=kind_of(version),
        object_id=version.pk,
        document=AGREEMENT,
        language=language,
        format=DocumentFormat.PDF,
        digest=version.digest,
        defaults={"version": entreciudades.__version__, "file": stored, "made_by": by},
    )
    if made:
        attach(stored, run, purpose=AGREEMENT, by=by)
    return run


def _parties(agreement: Agreement, slugs: Iterable[str], language: str) -> Iterator[PartyText]:
    """The parties as the version names them; one whose address was changed since is found by its former one."""
    rows = agreement.parties.select_related("organisation")
    found = {row.organisation.slug: row for row in rows}
    for slug in slugs:
        row = found.get(slug) or found[find(Organisation.objects.all(), slug).slug]
        name = words(row.organisation.names, language)
        yield PartyText(
            field=signature_field(row),
            name=name,
            country=country_of(row.organisation, language),
            field_title=_("Signature of %(party)s") % {"party": name.text},
            signed_by=row.signed_by,
            signed_as=row.signed_as,
        )


def _wording(article: Mapping[str, Any], code: str) -> Wording:
    """An article in one of its languages; "Article" is said in that language where the site speaks it."""
    number = str(article["number"])
    if _is_spoken(code):
        with override(code):
            number = _("Article %(number)d") % {"number": article["number"]}
    return Wording(code, number, article["headings"].get(code, ""), parse(article["wording"].get(code, "")))


def _is_spoken(code: str) -> bool:
    return content_language(code) in dict(settings.CONTENT_LANGUAGES)


def _binding(codes: Iterable[str], language: str) -> str:
    names = ", ".join(language_name(code, language) for code in codes)
    return _("Authentic texts: %(languages)s.") % {"languages": names} if names else ""


def _foot(agreement: Agreement, language: str) -> str:
    if agreement.alliance:
        return title_of(agreement.alliance, language)
    return label(agreement.network.names, language).text if agreement.network else ""


def _labels() -> dict[str, str]:
    """The renderer's own words."""
    return {
        "act": _("Act of the council"),
        "between": pgettext("agreement", "Between"),
        "date": _("Date"),
        "draft": pgettext("agreement", "Draft"),
        "name": _("Name"),
        "office": pgettext("agreement", "Office held"),
        "signatures": _("Signatures"),
        "unwritten": _("Not written yet."),
        "version": pgettext("agreement", "Version"),
    }
