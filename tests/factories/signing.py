"""Agreements whose text is agreed, ready to be signed or being signed, and scans of what was signed on paper."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.core.office_files import pdf
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, ArticleFactory
from tests.factories.whole import put_text

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.models import Agreement, AgreementVersion, Signature, Tabling
from entreciudades.alliances.wording import WORDING, content_of
from entreciudades.core.canonical import digest_of


def agreed_between(*cities: Organisation, slug: str = "agua-alta", **values: Any) -> Agreement:
    """An agreement of one article in Spanish and Portuguese to whose text these cities have agreed."""
    said = {"kind": "twinning", "state": "agreed", "languages": ["es", "pt"], "authentic": ["es"]} | values
    agreement: Agreement = AgreementFactory(slug=slug, **({"titles": {"es": "Convenio del agua alta"}} | said))
    for position, city in enumerate(cities, start=1):
        AgreementPartyFactory(agreement=agreement, organisation=city, position=position)
    article = ArticleFactory(agreement=agreement, number=1, headings={"es": "Objeto", "pt": "Objeto"})
    put_text(article, WORDING, "Trabajar **juntas** por los manantiales.", "es")
    put_text(article, WORDING, "Trabalhar **juntas** pelas nascentes.", "pt")
    content = content_of(agreement)
    version = AgreementVersion.objects.create(agreement=agreement, number=1, content=content, digest=digest_of(content))
    Tabling.objects.create(agreement=agreement, version=version)
    index_agreement(agreement)
    return agreement


def flagged(agreement: Agreement, city: Organisation, *, by: User, **values: Any) -> Signature:
    """A signature on paper without its scan."""
    said = {"how": "counterpart", "name": "Ana Inventada", "office": "Alcaldesa", "signed_on": "2026-11-20"} | values
    party = agreement.parties.get(organisation=city)
    findings: Sequence[Any] = [{"code": "no-scan", "facts": {}}]
    return Signature.objects.create(party=party, findings=findings, recorded_by=by, **said)


def scan(name: str = "firmado.pdf") -> SimpleUploadedFile:
    """A paper that came out of a scanner."""
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")
