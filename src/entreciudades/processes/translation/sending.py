"""What waits for a language goes out to translators as XLIFF; what it was made from is kept."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.models import Text
from entreciudades.core.texts import keep_versions
from entreciudades.documents.codes import pieces_of
from entreciudades.documents.xliff import Part, Unit, write_xliff
from entreciudades.processes.translation.labels import labels
from entreciudades.processes.translation.naming import Named, named, title_of
from entreciudades.processes.translation.scope import Scope
from entreciudades.processes.translation.texts import waiting

LABELS = "labels"
"""``original`` of the part with the short texts; that of a long one is "texts/<key>/<version>"."""

Place = tuple[str, int, str]


@transaction.atomic
def send_out(scope: Scope, language: str, *, by: User | None) -> bytes:
    """Write what waits for a language in a scope as XLIFF 1.2: a part for each long text, its units the paragraphs.

    An old translation goes along to be reviewed. The versions that go out are kept, so that what comes back is put
    together by them, and compared with what was written since.
    """
    texts = list(waiting(scope, language))
    short = sorted(labels(scope, language), key=lambda one: one.source.language)
    keep_versions(texts)
    done = translations(texts, language)
    parts = [_part(one, language, done.get(place_of(one.text), "")) for one in named(texts)]
    for source_language, some in groupby(short, key=lambda one: one.source.language):
        units = tuple(Unit(one.key, one.source.text, one.text, note=one.title) for one in some)
        parts.append(Part(LABELS, LABELS, source_language, language, units))
    facts = {"language": language, "texts": len(texts), "labels": len(short)}
    trail.record("translations.sent", scope.organisation, by=by, scope=scope.organisation.pk, **facts)
    return write_xliff(part for part in parts if part.units)


def place_of(text: Text) -> Place:
    """On what a text stands, and in which section."""
    return text.object_kind, text.object_id, text.section


def translations(texts: list[Text], language: str) -> dict[Place, str]:
    """What texts say in another language, by their place; one query for each kind of row."""
    return {place_of(one): one.body for one in rows_in(texts, language)}


def rows_in(texts: list[Text], language: str) -> Iterator[Text]:
    """The translations of texts, and others that stand beside them."""
    kinds: dict[str, set[int]] = {}
    for text in texts:
        kinds.setdefault(text.object_kind, set()).add(text.object_id)
    for kind, ids in kinds.items():
        yield from Text.objects.filter(Q(object_kind=kind, object_id__in=ids), language=language)


def _part(one: Named, language: str, translation: str) -> Part:
    text = one.text
    source, target = pieces_of(text.body), pieces_of(translation)
    fits = len(source) == len(target)
    title = f"{title_of(one.owner)} · {one.title}"
    notes = [title, one.asks.text, "" if fits else translation]
    units = tuple(
        Unit(
            id=f"{text.pk}.{number}",
            source=piece,
            target=target[number - 1] if fits else "",
            note="\n\n".join(note for note in notes if note) if number == 1 else "",
        )
        for number, piece in enumerate(source, start=1)
    )
    return Part(f"texts/{text.pk}/{text.version}", title, text.language, language, units)
