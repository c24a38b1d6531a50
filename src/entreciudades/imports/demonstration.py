"""The demonstration is loaded through the rooms' services, in one transaction; what is there already is left as it is.

An organisation, agreement, practice, programme or person is loaded whole or not at all, so what people changed since
the first load stays changed, and loading twice writes nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.accounts.services import register
from entreciudades.actors import services as actors
from entreciudades.actors.consents import give_consent
from entreciudades.actors.models import Body, NetworkMember, Organisation, Person, Role
from entreciudades.alliances import services as alliances
from entreciudades.alliances.models import Agreement, Alliance, ApprovalRule, Article
from entreciudades.alliances.services.approvals import keep_rule
from entreciudades.calls.models import Call
from entreciudades.core.errors import told
from entreciudades.core.models import OutboxMessage
from entreciudades.core.refs import kind_of
from entreciudades.exchanges.models import Product
from entreciudades.exchanges.services.recording import record_product
from entreciudades.exchanges.services.sides import say_sides
from entreciudades.imports.collection import OF_HOLDER, Collection, FilesRefused, read_folder
from entreciudades.imports.demonstration_calls import DemonstrationCalls
from entreciudades.imports.nouns import LANGUAGES_OF_NETWORK, ORGANISATION_PARTS, PROGRAMME_PARTS
from entreciudades.imports.shapes import Entry
from entreciudades.imports.values import Model, Reference
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.services import load_methodology
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.notices.models import Notice
from entreciudades.practices import services as practices
from entreciudades.practices.models import Practice
from entreciudades.programmes import services as programmes
from entreciudades.programmes.models import Programme, SynergyAction, SynergyActor, SynergyLine
from entreciudades.taxonomy.models import Place, Term
from entreciudades.taxonomy.problems import Problem
from entreciudades.taxonomy.services import load_places

FORMS: Final = {
    "networks": Organisation.Form.NETWORK,
    "city": Organisation.Form.CITY,
    "organisations": Organisation.Form.OTHER,
}

#: Words of the report, by what was loaded.
_WORDS: Final = (
    "people",
    "organisations",
    "memberships",
    "bodies",
    "agreements",
    "collaborations",
    "products",
    "alliances",
    "good practices",
    "programmes",
    "calls",
    "texts",
)

Keep = Callable[..., models.Model]


@dataclass(slots=True)
class Loaded:
    """How many of each thing were made, and how many were there already."""

    made: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """One line for each thing, in words."""
        return "\n".join(
            f"{word}: {self.made[word]} made, {self.there[word]} there already and left as they stand"
            for word in _WORDS
            if self.made[word] or self.there[word]
        )


Live = Callable[[Alliance, Entry, Callable[[Reference], models.Model]], None]
"""What takes an alliance through its life; it joins rooms, so that a floor above gives it."""


def load_demonstration(folder: Path, *, live: Live | None = None) -> Loaded:
    """Load every file of a folder; without `live`, no alliance begins to live.

    Raises FilesRefused with every problem, and then nothing is loaded.
    """
    collection = read_folder(folder)
    with transaction.atomic(), override("en"):  # what a room refuses is told in the language of commands
        last = OutboxMessage.objects.aggregate(last=Max("pk"))["last"] or 0
        report = _Loader(collection, live).load()
        # What it did to itself stands on its pages and is mailed to nobody.
        OutboxMessage.objects.filter(pk__gt=last).delete()
        Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())
        return report


class _Loader:
    def __init__(self, collection: Collection, live: Live | None) -> None:
        self.collection, self.live = collection, live
        self.report = Loaded()
        self.rows: dict[tuple[Model, str, str], models.Model] = {}

    def load(self) -> Loaded:
        self.places()
        self.each("people", self.person)
        new = [entry for noun, form in FORMS.items() for entry in self.organisations(noun, form)]
        for entry in new:
            with _telling(entry):
                self.profile(entry)
        self.each("networks", self.network)
        self.each("people", self.roles)
        self.each("agreements", self.agreement)
        self.each("alliances", self.alliance)
        self.each("products", self.product)
        self.each("practice", self.practice)
        self.each("programme", self.programme)
        self.each("calls", self.call)
        if self.live is not None:
            self.each("approval_rules", self.approval_rule)
            self.each("lives", self.life)
        return self.report

    def each(self, noun: str, load: Callable[[Entry], None]) -> None:
        """Load every entry of a noun; what a room refuses is told with the entry's line."""
        for entry in self.collection.entries[noun]:
            with _telling(entry):
                load(entry)

    # --- rows ------------------------------------------------------------------------------------------------------

    def find(self, wanted: Reference) -> models.Model:
        """The row that a reference names: made a moment ago, or there before."""
        key = (wanted.model, wanted.scope, wanted.key)
        if key not in self.rows:
            self.rows[key] = self.look_up(wanted)
        return self.rows[key]

    def look_up(self, wanted: Reference) -> models.Model:
        if wanted.model is Methodology:
            return load_methodology(shipped_text(wanted.key), file=f"{wanted.key}.toml", by=None)
        manager = wanted.model._default_manager
        if wanted.model is Article:
            return manager.get(agreement__slug=wanted.scope, number=wanted.key)
        if wanted.model in OF_HOLDER:
            told = self.collection.named[wanted.model, wanted.scope][wanted.key].fields
            name = "names" if "names" in told else "titles"
            rows = manager.filter(organisation__slug=wanted.scope)
            return next(row for row in rows if getattr(row, name) == told[name])
        return manager.get(**{"email" if wanted.model is User else "slug": wanted.key})

    def values(self, entry: Entry, *names: str) -> tuple[dict[str, Any], dict[str, list[models.Model]]]:
        """What an entry says of its model's fields: columns, and rows of many-to-many fields."""
        columns: dict[str, Any] = {}
        links: dict[str, list[models.Model]] = {}
        for name in names or entry.shape.names:
            if name not in entry.fields:
                continue
            value = entry.fields[name]
            one = entry.shape.model._meta.get_field(name)
            if isinstance(one, models.ManyToManyField):
                links[name] = [self.row_of(item) for item in value]
            elif isinstance(one, models.ForeignKey):
                columns[name] = self.row_of(value)
            else:
                columns[name] = value
        return columns, links

    def row_of(self, value: Reference | str) -> models.Model:
        return self.find(value) if isinstance(value, Reference) else Term.objects.get(pk=value)

    def keep(self, entry: Entry, keep: Keep, *, scope: str, by: User | None, **owner: Any) -> models.Model:
        """Make the row of a part through its room's service, and remember it by its key."""
        columns, links = self.values(entry)
        with _telling(entry):
            row = keep(entry.shape.model(**owner, **columns), by=by, links=links)
        if entry.key:
            self.rows[entry.shape.model, scope, entry.key] = row
        return row

    def keep_all(self, entry: Entry, names: Any, keep: Keep, *, by: User | None, **owner: Any) -> None:
        """Make the parts of an entry, list by list, each at its place."""
        for name in names:
            for position, part in enumerate(entry.parts.get(name, ()), start=1):
                place = {"position": position} if _has_position(part.shape.model) else {}
                self.keep(part, keep, scope=entry.key, by=by, **owner, **place)

    def there(self, model: Model, entry: Entry, word: str, **lookup: str) -> bool:
        """Whether it is there already; either way it is counted."""
        found = model._default_manager.filter(**(lookup or {"slug": entry.key})).exists()
        (self.report.there if found else self.report.made)[word] += 1
        return found

    def author(self, entry: Entry) -> User | None:
        """Who writes an entry, where it says so."""
        wanted = entry.fields.get("written_by")
        return cast("User", self.find(wanted)) if wanted else None

    # --- nouns -----------------------------------------------------------------------------------------------------

    def places(self) -> None:
        """The table of places holds those that the files name; the shipped list is loaded where it does not."""
        wanted = {entry.fields["place"] for entry in self.collection.organisations if entry.fields.get("place")}
        if Place.objects.filter(pk__in=wanted).count() < len(wanted):
            load_places()

    def person(self, entry: Entry) -> None:
        if not self.there(User, entry, "people", email=entry.key):
            says = entry.fields
            register(email=entry.key, name=says["name"], preferred_language=says["language"], password=None, by=None)

    def organisations(self, noun: str, form: str) -> list[Entry]:
        """Make the organisations of a noun, bare; return those that were not there."""
        new = [entry for entry in self.collection.entries[noun] if not self.there(Organisation, entry, "organisations")]
        for entry in new:
            columns, _links = self.values(entry)
            columns["place_id"] = entry.fields.get("place")
            with _telling(entry):
                row = actors.create_organisation(Organisation(form=form, **columns), by=None)
            self.rows[Organisation, "", entry.key] = row
        return new

    def profile(self, entry: Entry) -> None:
        organisation = cast("Organisation", self.rows[Organisation, "", entry.key])
        self.keep_all(entry, ORGANISATION_PARTS, actors.keep_part, by=None, organisation=organisation)
        self.keep_all(entry, LANGUAGES_OF_NETWORK, actors.keep_part, by=None, network=organisation)
        for part in entry.parts.get("people", ()):
            row = self.keep(part, actors.keep_part, scope=entry.key, by=None, organisation=organisation)
            for consent in part.parts.get("consents", ()):
                says = consent.fields | {"given_on": dt.date.fromisoformat(consent.fields["given_on"])}
                with _telling(consent):
                    give_consent(cast("Person", row), **says, by=None)
        for language, body in _in_order(entry.fields.get("presentation", {}), organisation.source_language):
            actors.write_presentation(organisation, language, body, expected_version=0, by=None)

    def network(self, entry: Entry) -> None:
        network = cast("Organisation", self.find(Reference(Organisation, entry.key, entry.at)))
        if sides := entry.fields.get("sides"):
            say_sides(network, sides, by=None)
        for wanted in entry.fields.get("adopts", ()):
            actors.adopt_methodology(network, cast("Methodology", self.find(wanted)), by=None)
        for member in entry.parts.get("members", ()):
            city = member.fields["organisation"].key
            if not self.there(NetworkMember, member, "memberships", network__slug=entry.key, organisation__slug=city):
                row = cast("NetworkMember", self.keep(member, actors.keep_part, scope="", by=None, network=network))
                actors.answer_membership(row, confirms=True, by=None)
                self.keep_all(member, ("posts", "fees"), actors.keep_part, by=None, member=row)
        for position, body in enumerate(entry.parts.get("bodies", ()), start=1):
            names = body.fields["names"]
            if not self.there(Body, body, "bodies", network__slug=entry.key, names=names):
                made = self.keep(body, actors.keep_part, scope="", by=None, network=network, position=position)
                self.keep_all(body, ("members",), actors.keep_part, by=None, body=made)

    def roles(self, entry: Entry) -> None:
        user = cast("User", self.find(Reference(User, entry.key, entry.at)))
        for part in entry.parts["roles"]:
            organisation = cast("Organisation", self.find(part.fields["organisation"]))
            actors.give_role(organisation, user, Role(part.fields["role"]), by=None)

    def agreement(self, entry: Entry) -> None:
        if self.there(Agreement, entry, "agreements"):
            return
        columns, links = self.values(entry)
        parties = [cast("Organisation", self.find(one)) for one in entry.fields["parties"]]
        agreement = alliances.record_agreement(Agreement(**columns), parties=parties, links=links, by=None)
        for part in entry.parts.get("articles", ()):
            says, _links = self.values(part)
            article = alliances.keep_article(Article(agreement=agreement, **says), by=None)
            for language, body in _in_order(part.fields.get("wording", {})):
                alliances.write_article(article, language, body, expected_version=0, by=None)

    def alliance(self, entry: Entry) -> None:
        if self.there(Alliance, entry, "collaborations"):
            return
        columns, links = self.values(entry)
        columns["source_urls"] = entry.fields.get("source_urls", [])
        parties = [cast("Organisation", self.find(seat.fields["organisation"])) for seat in entry.parts["seats"]]
        names = [seat.fields.get("name", "") for seat in entry.parts["seats"]]
        called = {party.pk: name for party, name in zip(parties, names, strict=True)}
        alliances.record_alliance(Alliance(**columns), parties=parties, names=called, links=links, by=None)

    def product(self, entry: Entry) -> None:
        if not self.there(Product, entry, "products"):
            columns, links = self.values(entry)
            record_product(Product(**columns), links=links, by=None)

    def approval_rule(self, entry: Entry) -> None:
        columns, _links = self.values(entry)
        if not ApprovalRule.objects.filter(network=columns["network"], key=columns["key"]).exists():
            secretary = User.objects.filter(memberships__organisation=columns["network"], memberships__role="secretary")
            keep_rule(ApprovalRule(**columns, kinds=entry.fields["kinds"]), by=secretary[0])

    def life(self, entry: Entry) -> None:
        if self.live is not None and not self.there(Alliance, entry, "alliances"):
            columns, _links = self.values(entry, "slug")
            self.live(Alliance(**columns), entry, self.find)

    def call(self, entry: Entry) -> None:
        if self.there(Call, entry, "calls"):
            return
        names = ("slug", "network", "holder", "methodology", "component", "titles", "zone", "source_language")
        columns, _links = self.values(entry, *names)
        own = {
            name: entry.fields[name]
            for name in ("languages", "countries", "quota", "parameters")
            if name in entry.fields
        }
        by = cast("User", self.author(entry))
        DemonstrationCalls(Call(**columns, **own), entry, find=self.find, by=by).load()

    def practice(self, entry: Entry) -> None:
        if self.there(Practice, entry, "good practices"):
            return
        by = self.author(entry)
        columns, links = self.values(entry)
        published = columns.pop("published", False)
        practice = practices.create_practice(Practice(**columns), by=by, links=links)
        for key, bodies in entry.fields.get("fields", {}).items():
            for language, body in _in_order(bodies):
                practices.write_field(practice, key, language, body, expected_version=0, by=by)
        if published:
            practices.publish_practice(practice, by=by)

    def programme(self, entry: Entry) -> None:
        if self.there(Programme, entry, "programmes"):
            return
        by = self.author(entry)
        begun = ("slug", "holder", "network", "methodology", "variant", "titles", "edition")
        programme = programmes.create_programme(by=by, **self.values(entry, *begun)[0])
        columns, links = self.values(entry)
        for name, value in columns.items():
            setattr(programme, name, value)
        programmes.change_programme(programme, by=by, links=links)
        self.strategy(entry, programme, by=by)
        self.synergy(entry, programme, by=by)
        self.texts(entry, programme, by=by)
        for change in entry.parts.get("matrix_changes", ()):
            self.matrix_change(change, programme, by=cast("User", by))
        if entry.fields.get("published"):
            programmes.publish(programme, by=by)

    def strategy(self, entry: Entry, programme: Programme, *, by: User | None) -> None:
        """Lines, activities and all other rows of a programme; lines are named by their number."""
        for name in PROGRAMME_PARTS:
            for position, part in enumerate(entry.parts.get(name, ()), start=1):
                place = {"position" if _has_position(part.shape.model) else "number": position}
                row = self.keep(part, programmes.keep_part, scope=entry.key, by=by, programme=programme, **place)
                self.rows[part.shape.model, entry.key, part.key or str(position)] = row
                for key, bodies in part.fields.get("form", {}).items():
                    for language, body in _in_order(bodies):
                        programmes.write_form(cast("Any", row), key, language, body, expected_version=0, by=by)

    def synergy(self, entry: Entry, programme: Programme, *, by: User | None) -> None:
        for table in entry.parts.get("synergy", ()):
            for position, part in enumerate(table.parts.get("actors", ()), start=1):
                columns, links = self.values(part)
                actor = SynergyActor(programme=programme, position=position, **columns)
                self.rows[SynergyActor, entry.key, part.key] = programmes.keep_part(actor, by=by, links=links)
            for position, part in enumerate(table.parts.get("lines", ()), start=1):
                line = SynergyLine(programme=programme, position=position, titles=part.fields["titles"])
                programmes.keep_part(line, by=by)
                for place, action in enumerate(part.parts.get("actions", ()), start=1):
                    columns, _links = self.values(action)
                    details = action.fields.get("details", [])
                    programmes.keep_part(SynergyAction(line=line, position=place, details=details, **columns), by=by)

    def texts(self, entry: Entry, programme: Programme, *, by: User | None) -> None:
        files = [one for one in self.collection.entries["texts"] if one.fields["programme"].key == entry.key]
        files.sort(key=lambda one: one.fields["language"] != programme.source_language)
        for one in files:
            for key, body in one.fields["sections"].items():
                language = one.fields["language"]
                programmes.write_section(programme, key, language, body, expected_version=0, by=by)
                self.report.made["texts"] += 1

    def matrix_change(self, change: Entry, programme: Programme, *, by: User) -> None:
        columns, _links = self.values(change)
        for name, value in (change.fields["entry"].fields if "entry" in change.fields else {}).items():
            row = Term.objects.get(pk=value) if name == "term" else self.find(value)
            columns["entry"] = f"{kind_of(row)}:{row.pk}"
        programmes.change_matrix(programme, by=by, **columns)


@contextmanager
def _telling(entry: Entry) -> Iterator[None]:
    """Say on which line stands what a room refuses."""
    try:
        yield
    except ValidationError as error:
        at = entry.at
        problems = [Problem(at.path, at.line, line, "mend it, then load again") for line in told(error)]
        raise FilesRefused(problems) from error


def _has_position(model: Model) -> bool:
    return any(one.name == "position" for one in model._meta.concrete_fields)


def _in_order(bodies: dict[str, str], first: str = "es") -> list[tuple[str, str]]:
    """Texts by language, the one that the others translate first."""
    return sorted(bodies.items(), key=lambda item: item[0] != first)
