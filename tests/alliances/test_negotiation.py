"""An agreement comes about: written by its parties, put before them, agreed by each, frozen."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.actors import CityFactory, MembershipFactory, UserFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances import bulk
from entreciudades.alliances.errors import AnotherVersion, TextFrozen
from entreciudades.alliances.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Alliance,
    Article,
    PartyConsent,
    Tabling,
)
from entreciudades.alliances.services import keep_article, record_agreement, write_article
from entreciudades.alliances.services.drafting import (
    add_article_from_clause,
    change_draft,
    move_article,
    remove_article,
    set_parties,
)
from entreciudades.alliances.services.negotiation import (
    agree,
    begin_agreement,
    lacks,
    make_version,
    negotiate_again,
    table,
    take_back,
    withdraw,
)
from entreciudades.alliances.services.proposals import (
    comment,
    propose,
    refuse_proposal,
    settle_comment,
    take_proposal,
    withdraw_proposal,
)
from entreciudades.alliances.wording import WORDING, content_of, differences
from entreciudades.core.canonical import digest_of
from entreciudades.core.errors import MoveRefused, NotAllowed, TextConflict
from entreciudades.core.models import Text, TextVersion
from entreciudades.methodologies.alliance_pack import Clause
from entreciudades.notices.models import Notice, Task

CLAUSE = Clause(
    "object", "object", {"es": "Objeto", "pt": "Objeto"}, {"es": "Cooperar.", "pt": "Cooperar.", "en": "To."}, ()
)


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    return AllianceFactory(network=cast.ucci, parties=[cast.la_paz, cast.riomayor])


@pytest.fixture
def draft(cast: Cast, alliance: Alliance) -> Agreement:
    return begin_agreement(
        kind="specific-agreement",
        titles={"es": "Convenio de aguas"},
        languages=["es", "pt"],
        authentic=["es"],
        alliance=alliance,
        organisation=cast.la_paz,
        by=cast.colleague,
    )


@pytest.fixture
def article(draft: Agreement, cast: Cast) -> Article:
    return add_article_from_clause(draft, clause=CLAUSE, organisation=cast.la_paz, by=cast.colleague)


@pytest.fixture
def tabled(draft: Agreement, article: Article, cast: Cast) -> Agreement:
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    return Agreement.objects.get(pk=draft.pk)


@pytest.fixture
def agreed(tabled: Agreement, cast: Cast) -> Agreement:
    agree(tabled, version=1, organisation=cast.la_paz, by=cast.coordinator)
    return agree(tabled, version=1, organisation=cast.riomayor, by=cast.other_coordinator)


def body(article: Article, language: str = "es") -> str:
    return Text.objects.of(article).get(language=language).body


def told(user: User) -> list[str]:
    return [notice.kind for notice in Notice.objects.filter(user=user).order_by("pk")]


def tasks(organisation: Organisation) -> list[tuple[str, bool]]:
    return [(task.kind, task.done_at is None) for task in Task.objects.filter(organisation=organisation)]


def test_an_agreement_begins_between_the_parties_of_its_alliance(
    draft: Agreement, alliance: Alliance, cast: Cast
) -> None:
    assert [party.organisation for party in draft.parties.all()] == [cast.la_paz, cast.riomayor]
    assert (draft.state, draft.alliance, draft.network, draft.published) == ("drafting", alliance, cast.ucci, False)
    assert told(cast.other_coordinator) == ["agreement.begun"]
    assert told(cast.coordinator) == []
    assert [(one.verb, one.organisation) for one in draft.decisions.all()] == [("begin", cast.la_paz)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"languages": []}, "languages"),
        ({"authentic": []}, "authentic"),
        ({"authentic": ["fr"]}, "authentic"),
        ({"kind": "handshake"}, "kind"),
        ({"titles": {}}, "titles"),
        ({"kind": "addendum"}, "parent"),
        ({"alone": True}, "parties"),
        ({"stranger": True}, "parties"),
        ({"closed": True}, "alliance"),
    ],
)
def test_what_cannot_be_begun_is_refused_on_its_field(
    alliance: Alliance, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    said: dict[str, Any] = {"kind": "twinning", "titles": {"es": "H"}, "languages": ["es"], "authentic": ["es"]}
    said |= {"alliance": alliance} | {key: value for key, value in changes.items() if key in said}
    if "alone" in changes:
        said |= {"parties": [cast.la_paz]}
    if "stranger" in changes:
        said |= {"parties": [cast.la_paz, CityFactory()]}
    if "closed" in changes:
        alliance.state = "given-up"
    with pytest.raises(ValidationError) as refused:
        begin_agreement(**said, organisation=cast.la_paz, by=cast.coordinator)
    assert (list(refused.value.message_dict), Agreement.objects.count()) == ([field], 0)


def test_an_addendum_stands_under_an_agreement_of_its_parties(agreed: Agreement, cast: Cast) -> None:
    said: dict[str, Any] = {"kind": "addendum", "titles": {"es": "Adenda"}, "languages": ["es"], "authentic": ["es"]}
    addendum = begin_agreement(**said, parent=agreed, organisation=cast.riomayor, by=cast.other_coordinator)
    assert (addendum.parent, addendum.alliance, addendum.network) == (agreed, agreed.alliance, cast.ucci)
    assert [party.organisation for party in addendum.parties.all()] == [cast.la_paz, cast.riomayor]
    other = MembershipFactory(organisation=CityFactory(), role="coordinator")
    with pytest.raises(ValidationError):
        begin_agreement(**said, parent=agreed, organisation=other.organisation, by=other.user)


def test_a_city_that_is_no_party_and_a_second_network_neither_write_nor_decide(
    draft: Agreement, article: Article, cast: Cast
) -> None:
    stranger = MembershipFactory(organisation=CityFactory(), role="coordinator")
    for organisation, by in (
        (stranger.organisation, stranger.user),
        (cast.la_paz, stranger.user),
        (cast.puertos, cast.second_secretary),
        (cast.ucci, cast.secretary),
    ):
        with pytest.raises(NotAllowed):
            propose(article, language="es", body="Otra.", base_version=1, organisation=organisation, by=by)
        with pytest.raises(NotAllowed):
            table(draft, organisation=organisation, by=by)
    with pytest.raises(NotAllowed):
        table(draft, organisation=cast.la_paz, by=cast.colleague)


def test_a_clause_becomes_an_article_in_the_languages_of_the_text(article: Article) -> None:
    assert (article.number, article.topic, article.headings) == (1, "object", {"es": "Objeto", "pt": "Objeto"})
    texts = Text.objects.of(article).order_by("language").values_list("language", "section", "body", "published_body")
    assert list(texts) == [("es", WORDING, "Cooperar.", None), ("pt", WORDING, "Cooperar.", None)]


def test_a_proposal_is_taken_over_by_another_party(article: Article, cast: Cast) -> None:
    proposal = propose(
        article,
        language="es",
        body="Cooperar más.",
        base_version=1,
        organisation=cast.riomayor,
        by=cast.other_coordinator,
    )
    assert told(cast.coordinator) == ["proposal.made"]
    with pytest.raises(ValidationError):
        take_proposal(proposal, expected_version=1, organisation=cast.riomayor, by=cast.other_coordinator)
    taken = take_proposal(proposal, expected_version=1, organisation=cast.la_paz, by=cast.colleague)
    assert (taken.state, taken.answered_by, body(article)) == ("taken", cast.colleague, "Cooperar más.")
    assert list(TextVersion.objects.values_list("version", "body")) == [(1, "Cooperar.")]
    assert told(cast.other_coordinator) == ["agreement.begun", "proposal.taken"]
    with pytest.raises(ValidationError):
        refuse_proposal(proposal, answer="No.", organisation=cast.la_paz, by=cast.colleague)


def test_of_two_proposals_taken_at_once_one_wins_and_nothing_is_lost(article: Article, cast: Cast) -> None:
    how: dict[str, Any] = {"language": "es", "base_version": 1, "organisation": cast.riomayor}
    one = propose(article, body="Una.", by=cast.other_coordinator, **how)
    other = propose(article, body="Otra.", by=cast.other_coordinator, **how)
    take_proposal(one, expected_version=1, organisation=cast.la_paz, by=cast.colleague)
    with pytest.raises(TextConflict) as refused:
        take_proposal(other, expected_version=1, organisation=cast.la_paz, by=cast.coordinator)
    assert refused.value.current is not None
    assert refused.value.current.body == "Una."
    other.refresh_from_db()
    assert (other.state, other.answered_by, body(article)) == ("open", None, "Una.")
    take_proposal(other, expected_version=2, organisation=cast.la_paz, by=cast.coordinator)
    assert (body(article), [text.body for text in TextVersion.objects.order_by("version")]) == (
        "Otra.",
        ["Cooperar.", "Una."],
    )


def test_proposals_are_refused_with_a_reason_or_withdrawn_by_who_made_them(article: Article, cast: Cast) -> None:
    how: dict[str, Any] = {"language": "pt", "base_version": 1, "organisation": cast.riomayor}
    one = propose(article, body="Uma.", by=cast.other_coordinator, **how)
    with pytest.raises(ValidationError):
        refuse_proposal(one, answer="  ", organisation=cast.la_paz, by=cast.colleague)
    assert refuse_proposal(one, answer="No.", organisation=cast.la_paz, by=cast.colleague).state == "refused"
    other = propose(article, body="Outra.", by=cast.other_coordinator, **how)
    with pytest.raises(ValidationError):
        withdraw_proposal(other, organisation=cast.la_paz, by=cast.colleague)
    gone = withdraw_proposal(other, organisation=cast.riomayor, by=cast.other_coordinator)
    assert (gone.state, body(article, "pt")) == ("withdrawn", "Cooperar.")


@pytest.mark.parametrize(("language", "words"), [("fr", "Coopérer."), ("es", " Cooperar. "), ("es", "  ")])
def test_a_proposal_says_something_else_in_a_language_of_the_text(
    article: Article, cast: Cast, language: str, words: str
) -> None:
    how: dict[str, Any] = {"base_version": 1, "organisation": cast.riomayor, "by": cast.other_coordinator}
    with pytest.raises(ValidationError):
        propose(article, language=language, body=words, **how)


def test_what_is_missing_before_the_table_is_named(draft: Agreement, cast: Cast) -> None:
    assert [one.article for one in lacks(draft)] == [None]
    article = keep_article(Article(agreement=draft, number=1), by=cast.colleague)
    write_article(article, "pt", "Só em português.", expected_version=0, by=cast.colleague)
    assert [one.article for one in lacks(draft)] == [1]
    with pytest.raises(ValidationError):
        table(draft, organisation=cast.la_paz, by=cast.coordinator)
    write_article(article, "es", "En español.", expected_version=0, by=cast.colleague)
    propose(article, language="es", body="Más.", base_version=1, organisation=cast.riomayor, by=cast.other_coordinator)
    assert [one.article for one in lacks(draft)] == [1]
    assert (Tabling.objects.count(), AgreementVersion.objects.count()) == (0, 0)


def test_the_table_holds_one_version_and_asks_every_party(tabled: Agreement, cast: Cast) -> None:
    version = tabled.tabling.version
    assert (tabled.state, version.number, version.digest) == ("tabled", 1, digest_of(version.content))
    assert version.content == content_of(tabled)
    assert version.content["articles"] == [
        {
            "number": 1,
            "headings": {"es": "Objeto", "pt": "Objeto"},
            "topic": "object",
            "wording": {"es": "Cooperar.", "pt": "Cooperar."},
        }
    ]
    assert (tasks(cast.la_paz), tasks(cast.riomayor)) == ([("agreement.agree", True)],) * 2


DOORS = {
    "wording": lambda _a, row, cast: write_article(row, "es", "Otra.", expected_version=1, by=cast.colleague),
    "article": lambda _a, row, cast: keep_article(row, by=cast.colleague),
    "new article": lambda a, _row, cast: keep_article(Article(agreement=a, number=2), by=cast.colleague),
    "clause": lambda a, _row, cast: add_article_from_clause(
        a, clause=CLAUSE, organisation=cast.la_paz, by=cast.colleague
    ),
    "register": lambda a, _row, cast: record_agreement(a, parties=[cast.la_paz], by=cast.coordinator),
    "import": lambda a, _row, cast: bulk.record_agreements(
        [bulk.Recorded(a, [cast.la_paz.pk])], by=cast.coordinator, scope=cast.la_paz.pk
    ),
    "draft": lambda a, _row, cast: change_draft(a, organisation=cast.la_paz, by=cast.colleague),
    "parties": lambda a, _row, cast: set_parties(
        a, parties=[cast.la_paz, cast.riomayor], organisation=cast.la_paz, by=cast.colleague
    ),
    "move": lambda _a, row, cast: move_article(row, up=True, organisation=cast.la_paz, by=cast.colleague),
    "remove": lambda _a, row, cast: remove_article(row, organisation=cast.la_paz, by=cast.colleague),
    "propose": lambda _a, row, cast: propose(
        row, language="es", body="Otra.", base_version=1, organisation=cast.la_paz, by=cast.colleague
    ),
    "version": lambda a, _row, cast: make_version(a, organisation=cast.la_paz, by=cast.colleague),
}


@pytest.mark.parametrize("state", ["tabled", "agreed", "withdrawn"])
@pytest.mark.parametrize("door", DOORS)
def test_no_door_changes_what_is_on_the_table_or_frozen(
    agreed: Agreement, article: Article, cast: Cast, state: str, door: str
) -> None:
    Agreement.objects.update(state=state)
    before = digest_of(content_of(agreed))
    with pytest.raises(TextFrozen):
        DOORS[door](Agreement.objects.get(pk=agreed.pk), Article.objects.get(pk=article.pk), cast)
    assert (digest_of(content_of(agreed)), AgreementVersion.objects.count()) == (before, 1)


def test_the_register_does_not_write_over_a_draft(draft: Agreement, cast: Cast) -> None:
    for door in ("register", "import"):
        with pytest.raises(TextFrozen):
            DOORS[door](draft, None, cast)
    assert draft.parties.count() == 2


def test_once_all_agree_the_text_is_frozen_and_all_are_told(tabled: Agreement, cast: Cast) -> None:
    half = agree(tabled, version=1, organisation=cast.la_paz, by=cast.coordinator)
    agree(tabled, version=1, organisation=cast.la_paz, by=cast.coordinator)
    assert (half.state, PartyConsent.objects.count(), tasks(cast.la_paz)) == ("tabled", 1, [("agreement.agree", False)])
    with pytest.raises(NotAllowed):
        agree(tabled, version=1, organisation=cast.riomayor, by=cast.coordinator)
    whole = agree(tabled, version=1, organisation=cast.riomayor, by=cast.other_coordinator)
    assert (whole.state, tasks(cast.riomayor)) == ("agreed", [("agreement.agree", False)])
    assert told(cast.coordinator)[-1] == "agreement.agreed"
    assert [one.verb for one in whole.decisions.all()] == ["begin", "table", "consent", "consent"]


def test_a_colleague_agrees_for_nobody(tabled: Agreement, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        agree(tabled, version=1, organisation=cast.la_paz, by=cast.colleague)
    assert PartyConsent.objects.count() == 0


def test_agreeing_to_what_was_taken_back_is_refused_with_what_lies_there_now(
    tabled: Agreement, article: Article, cast: Cast
) -> None:
    how: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator}
    agree(tabled, version=1, organisation=cast.la_paz, by=cast.coordinator)
    take_back(tabled, reason="Falta el plazo.", **how)
    assert (PartyConsent.objects.count(), tasks(cast.riomayor)) == (0, [("agreement.agree", False)])
    with pytest.raises(AnotherVersion) as nothing:
        agree(tabled, version=1, **how)
    write_article(article, "es", "Cooperar dos años.", expected_version=1, by=cast.colleague)
    table(tabled, organisation=cast.la_paz, by=cast.coordinator)
    with pytest.raises(AnotherVersion) as another:
        agree(tabled, version=1, **how)
    assert (nothing.value.tabled, another.value.tabled) == (None, 2)
    assert PartyConsent.objects.count() == 0
    assert [one.version for one in tabled.decisions.filter(verb="consent")] == [1]


def test_what_was_not_changed_is_put_before_the_parties_as_the_same_version(tabled: Agreement, cast: Cast) -> None:
    take_back(tabled, reason="Un momento.", organisation=cast.la_paz, by=cast.coordinator)
    table(tabled, organisation=cast.la_paz, by=cast.coordinator)
    assert (AgreementVersion.objects.count(), Tabling.objects.get().version.number) == (1, 1)


def test_an_agreed_text_is_opened_again_with_a_reason_before_it_is_signed(agreed: Agreement, cast: Cast) -> None:
    how: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator}
    with pytest.raises(ValidationError):
        negotiate_again(agreed, reason=" ", **how)
    opened = negotiate_again(agreed, reason="El pleno pide un cambio.", **how)
    assert (opened.state, Tabling.objects.count(), AgreementVersion.objects.count()) == ("drafting", 0, 1)
    assert told(cast.coordinator)[-1] == "agreement.negotiate-again"
    Agreement.objects.update(state="signing")
    with pytest.raises(MoveRefused):
        negotiate_again(agreed, reason="Tarde.", **how)


def test_a_withdrawn_agreement_stays_to_be_read(agreed: Agreement, cast: Cast) -> None:
    gone = withdraw(agreed, reason="Cambió el gobierno.", organisation=cast.la_paz, by=cast.coordinator)
    last = gone.decisions.last()
    assert last is not None
    assert (gone.state, last.reason, gone.articles.count()) == ("withdrawn", "Cambió el gobierno.", 1)
    assert told(cast.other_coordinator)[-1] == "agreement.withdrawn"
    with pytest.raises(AnotherVersion):
        agree(gone, version=1, organisation=cast.la_paz, by=cast.coordinator)


def test_a_party_that_left_is_waited_for_no_more_once_the_text_lies_there_without_it(
    draft: Agreement, alliance: Alliance, article: Article, cast: Cast
) -> None:
    third = MembershipFactory(organisation=CityFactory(slug="tercera"), role="coordinator")
    seat = alliance.seats.create(organisation=third.organisation, position=3)
    three = [cast.la_paz, cast.riomayor, third.organisation]
    set_parties(draft, parties=three, organisation=cast.la_paz, by=cast.colleague)
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    seat.state, seat.left_on = "left", timezone.localdate()
    seat.save()
    with pytest.raises(NotAllowed):
        agree(draft, version=1, organisation=third.organisation, by=third.user)
    with pytest.raises(ValidationError):
        agree(draft, version=1, organisation=cast.la_paz, by=cast.coordinator)
    take_back(draft, reason="Una ciudad salió.", organisation=cast.la_paz, by=cast.coordinator)
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    agree(draft, version=2, organisation=cast.la_paz, by=cast.coordinator)
    assert agree(draft, version=2, organisation=cast.riomayor, by=cast.other_coordinator).state == "agreed"


def _consent(tabling: Tabling, party: AgreementParty, by: User) -> None:
    with transaction.atomic():
        PartyConsent.objects.create(tabling=tabling, party=party, given_by=by)


def test_the_database_knows_one_version_on_the_table_to_which_its_own_parties_agree(
    tabled: Agreement, cast: Cast
) -> None:
    """Two parties agreeing to different versions: no row can say it, whoever writes it."""
    (one, other), tabling = tabled.parties.all(), tabled.tabling
    _consent(tabling, one, cast.coordinator)
    later = AgreementVersion.objects.create(agreement=tabled, number=2, content={}, digest="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tabling.objects.create(agreement=tabled, version=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tabling.objects.update(version=later)
    elsewhere = begin_agreement(
        kind="twinning",
        titles={"es": "Otro"},
        languages=["es"],
        authentic=["es"],
        alliance=tabled.alliance,
        organisation=cast.la_paz,
        by=cast.colleague,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Tabling.objects.create(agreement=elsewhere, version=later)
    own = AgreementVersion.objects.create(agreement=elsewhere, number=1, content={}, digest="1" * 64)
    beside = Tabling.objects.create(agreement=elsewhere, version=own)
    with pytest.raises(IntegrityError):
        _consent(beside, other, cast.other_coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyConsent.objects.update(tabling=beside)
    with pytest.raises(IntegrityError):
        _consent(tabling, one, cast.coordinator)
    assert list(PartyConsent.objects.values_list("tabling__version__number", "party")) == [(1, one.pk)]


def test_articles_are_moved_and_taken_out_and_the_text_with_them_is_kept(draft: Agreement, cast: Cast) -> None:
    how: dict[str, Any] = {"organisation": cast.la_paz, "by": cast.colleague}
    rows = [add_article_from_clause(draft, clause=CLAUSE, **how) for _time in range(3)]
    keys = [row.pk for row in rows]

    def order() -> list[int]:
        return [keys.index(pk) for pk in draft.articles.values_list("pk", flat=True)]

    move_article(rows[2], up=True, **how)
    assert order() == [0, 2, 1]
    move_article(rows[0], up=True, **how)
    assert order() == [0, 2, 1]
    said = comment(rows[2], body="¿Sobra?", organisation=cast.riomayor, by=cast.other_coordinator)
    with pytest.raises(ValidationError):
        remove_article(rows[2], **how)
    settle_comment(said, **how)
    remove_article(rows[2], **how)
    assert (order(), list(draft.articles.values_list("number", flat=True))) == ([0, 1], [1, 2])
    assert [len(one.content["articles"]) for one in draft.versions.all()] == [3]
    assert Text.objects.of(rows[2]).count() == 0


def _content(*articles: Sequence[Any]) -> dict[str, Any]:
    return {
        "kind": "twinning",
        "titles": {"es": "H"},
        "languages": ["es"],
        "authentic": ["es"],
        "parties": ["a", "b"],
        "articles": [
            {"number": at, "headings": {"es": heading} if heading else {}, "topic": "", "wording": {"es": words}}
            for at, (heading, words) in enumerate(articles, 1)
        ],
    }


def test_differences_follow_an_article_by_its_heading_its_words_or_its_number() -> None:
    old = _content(("Objeto", "Cooperar."), ("", "Dos años."), ("Fin", "Se acaba."))
    new = _content(("Fin", "Se acaba."), ("Objeto", "Cooperar más."), ("Datos", "Se cuidan."))
    found = differences(old, new | {"parties": ["a"]})
    assert found.facts == ("parties",)
    assert [
        (one.old and one.old["number"], one.new and one.new["number"], [said.language for said in one.wording])
        for one in found.articles
    ] == [(3, 1, []), (1, 2, ["es"]), (None, 3, ["es"]), (2, None, ["es"])]
    assert not differences(old, old)


def test_someone_who_writes_for_two_parties_acts_for_the_one_at_whose_desk(tabled: Agreement, cast: Cast) -> None:
    both = UserFactory()
    for city in (cast.la_paz, cast.riomayor):
        MembershipFactory(organisation=city, user=both, role="coordinator")
    agree(tabled, version=1, organisation=cast.riomayor, by=both)
    assert [one.party.organisation for one in PartyConsent.objects.all()] == [cast.riomayor]
