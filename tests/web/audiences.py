"""For whom each address is: what every person of the cast is answered there, in one readable table.

The objects are those of `tests.web.test_permissions.world`: La Paz with a programme and a practice that are not public
yet, in the network UCCI; Riomayor with both public. La Paz and UCCI themselves are public, so a stranger is told 403
there and not 404.
"""

from dataclasses import dataclass, field
from typing import Any

CAST = (
    "visitor",
    "coordinator",
    "colleague",
    "other_coordinator",
    "secretary",
    "second_secretary",
    "reviewer",
    "auditor",
)
Statuses = dict[str, int]


def answers(everybody: int, **others: int) -> Statuses:
    """The same for the whole cast, but for those who are named."""
    return dict.fromkeys(CAST, everybody) | others


EVERYBODY = answers(200)
LED_ON = answers(302)
SIGNED_IN = answers(200, visitor=302)
# Desk of La Paz
EDITORS = answers(403, coordinator=200, colleague=200, visitor=302)
EDITORS_OF_DRAFT = answers(404, coordinator=200, colleague=200, secretary=403, auditor=403, visitor=302)
PUBLISHER_OF_DRAFT = EDITORS_OF_DRAFT | {"colleague": 403}
EDITORS_OF_SHEET = EDITORS_OF_DRAFT | {"reviewer": 403}
LEADER = EDITORS | {"colleague": 403}
# An alliance of La Paz and Riomayor that everybody may read
PARTIES = EDITORS | {"other_coordinator": 200}
# An application of La Paz, with Riomayor in its group
APPLICANTS = answers(404, coordinator=200, colleague=200, other_coordinator=403, visitor=302)
READERS_OF_FROZEN = APPLICANTS | {"visitor": 404}
# Office of UCCI
FOLLOWERS = answers(403, secretary=200, auditor=200, visitor=302)
OFFICE = answers(403, secretary=200, visitor=302)
FOLLOWERS_OF_DRAFT = answers(404, secretary=200, auditor=200, visitor=302)
OFFICE_OF_DRAFT = FOLLOWERS_OF_DRAFT | {"auditor": 403}
REMINDERS = answers(404, secretary=200, auditor=403, coordinator=403, colleague=403, visitor=302)
FOLLOWERS_OF_SIGNING = answers(404, coordinator=200, colleague=200, other_coordinator=200, secretary=200, auditor=200)
# Drafts on public pages
READERS_OF_DRAFT = answers(404, coordinator=200, colleague=200, secretary=200, auditor=200)
READERS_OF_SHEET = READERS_OF_DRAFT | {"reviewer": 200}
READERS_OF_CALL = answers(404, secretary=200, auditor=200)


def done(statuses: Statuses) -> Statuses:
    """Where an act is done with a POST: those who may are led on afterwards."""
    return {person: 302 if status == 200 else status for person, status in statuses.items()}


@dataclass(frozen=True)
class Address:
    """One address with whom it answers how. Words that begin with @ stand for a row of the world."""

    name: str
    statuses: Statuses
    words: dict[str, Any] = field(default_factory=dict)
    method: str = "get"
    form: dict[str, str] = field(default_factory=dict)


def rows(name: str, statuses: Statuses, *, slug: str, noun: str, pk: str) -> list[Address]:
    """The five addresses of whatever hangs on an object."""
    words = {"slug": slug, "noun": noun}
    one = words | {"pk": pk}
    return [
        Address(f"{name}-rows", statuses, words),
        Address(f"{name}-add", statuses, words),
        Address(f"{name}-change", statuses, one),
        Address(f"{name}-remove", statuses, one),
        Address(f"{name}-up", done(statuses), one, "post"),
    ]


def texts(name: str, statuses: Statuses, **words: Any) -> list[Address]:
    """The editor of some texts, who is in it, and their history."""
    words |= {"language": "es"}
    return [
        Address(f"desk:{name}-edit", statuses, words),
        Address(f"desk:{name}-presence", statuses, words, "post"),
        Address(f"desk:{name}-history", statuses, words),
    ]


def pictures(name: str, statuses: Statuses, slug: str, pk: str) -> list[Address]:
    """The pictures of an object."""
    return [
        Address(f"desk:{name}", statuses, {"slug": slug}),
        Address(f"desk:{name}-remove", done(statuses), {"slug": slug, "pk": pk}, "post"),
    ]


def imports(space: str, statuses: Statuses, slug: str, pk: str) -> list[Address]:
    """The pages of what is brought in from files."""
    words, one = {"slug": slug}, {"slug": slug, "pk": pk}
    return [
        Address(f"{space}:imports", statuses, words),
        Address(f"{space}:import-new", statuses, words | {"kind": "contacts"}),
        Address(f"{space}:import-file", statuses, words | {"kind": "contacts", "form": "csv"}),
        Address(f"{space}:import", statuses, one),
        Address(f"{space}:import-columns", statuses, one),
        Address(f"{space}:import-sheet", done(statuses), one, "post"),
        Address(f"{space}:import-row", done(statuses), one | {"number": 2}, "post", {"out": "yes"}),
        Address(f"{space}:import-act", done(statuses), one | {"verb": "check"}, "post"),
    ]


def governance(space: str, reads: Statuses, writes: Statuses, key: str, **words: Any) -> list[Address]:
    """The pages of a body, of a meeting that was held and of its decisions; `key` names the rows of the world."""
    prefix = "alliance-governance" if "alliance" in words else "governance"
    body, meeting = words | {"pk": f"@{key}_body"}, words | {"meeting": f"@{key}_meeting"}

    def at(name: str, statuses: Statuses, one: dict[str, Any], method: str = "get") -> Address:
        return Address(f"{space}:{prefix}-{name}", statuses, one, method)

    item, decision = meeting | {"pk": f"@{key}_item"}, words | {"pk": f"@{key}_decision"}
    member, text = words | {"pk": f"@{key}_seat"}, meeting | {"language": "es"}
    return [
        at("body", reads, body),
        *(at(name, reads, meeting) for name in ("meeting", "paper")),
        *(at(name, writes, body) for name in ("rules", "member-add", "meeting-add", "urgent")),
        at("member", writes, member),
        at("member-remove", done(writes), member, "post"),
        *(
            at(name, writes, meeting)
            for name in (
                *("meeting-change", "meeting-cancel", "item-add", "attendance", "guest-add", "documents", "approve"),
                *("decision-add", "roll-call"),
            )
        ),
        at("meeting-hold", done(writes), meeting, "post"),
        at("item", writes, item),
        at("item-act", done(writes), item | {"verb": "up"}, "post"),
        at("guest-remove", done(writes), meeting | {"pk": f"@{key}_guest"}, "post"),
        at("document-remove", done(writes), meeting | {"pk": f"@{key}_document"}, "post"),
        *(at(name, writes, decision) for name in ("charge", "decision-remove")),
        *(at(f"minutes-{name}", writes, text) for name in ("edit", "history")),
        at("minutes-presence", writes, text, "post"),
    ]


PARTNER_PAGES = ("short-list", "meetings", "preferences", "pairs")
LA_PAZ, DRAFT, SHEET, UCCI = ({"slug": slug} for slug in ("la-paz-bo", "la-paz-2017", "cebras", "ucci"))
PUBLISHED = {"slug": "riomayor-2017"}
SEARCH = {"search": "busqueda"}
ADMITTED = LA_PAZ | {"pk": "@admitted"}
PAIRED = UCCI | {"call": "pares-2025"}
RUN, OF_TWO = {"number": 700}, {"a": "la-paz-bo", "b": "riomayor"}
APPLICATION = LA_PAZ | {"pk": "@application"}
POSITION = LA_PAZ | {"pk": "@position"}
CALL = UCCI | {"call": "pares-2027"}
ASSESSED = UCCI | {"call": "pares-2026"}


def translations(space: str, readers: Statuses, translators: Statuses, slug: str) -> list[Address]:
    """The queue of a desk or an office, with the pages on which texts and names are translated."""
    words = {"slug": slug}
    one = words | {"pk": "@text_of_programme", "language": "pt"}
    return [
        Address(f"{space}:translations", readers, words),
        Address(f"{space}:translation-names", translators, one | {"kind": "programme", "pk": "@programme"}),
        Address(f"{space}:translation-edit", translators, one),
        Address(f"{space}:translation-presence", translators, one, "post"),
        Address(f"{space}:translation-history", translators, one),
        Address(f"{space}:translation-send", translators, words, "post", {"language": "pt"}),
        Address(f"{space}:translation-back", translators, words),
        Address(f"{space}:translation-file", translators, words | {"pk": f"@returned_to_{space}"}),
        Address(f"{space}:translation-discard", done(translators), words | {"pk": f"@returned_to_{space}"}, "post"),
    ]


OPEN = [
    Address("entrance", LED_ON),
    Address("language", LED_ON, method="post", form={"language": "es"}),
    Address("consent", answers(410), {"token": "no-such-token"}),
    Address("invitation", answers(410), {"token": "no-such-token"}),
    Address("healthz", answers(503)),  # no worker beats beside a test
    Address("file", READERS_OF_DRAFT, {"pk": "@picture_of_programme", "name": "cover.png"}),
    Address("frozen-file", READERS_OF_FROZEN, {"pk": "@frozen_document", "name": "carta.pdf"}),
    Address("guest:contribution", answers(410), {"token": "no-such-token"}),
    Address("guest:contribution-word", answers(410), {"token": "no-such-token"}),
    Address("guest:contribution-back", answers(410), {"token": "no-such-token"}, "post"),
    Address("mayor", answers(410), {"token": "nobodys"}),
    Address("mayor-pdf", answers(410), {"token": "nobodys"}),
    Address("robots", EVERYBODY),
    Address("sitemap", EVERYBODY),
    Address("components", EVERYBODY),
    Address("demo:people", EVERYBODY),
    Address("demo:mail", EVERYBODY),
    Address("demo:enter", answers(404), method="post"),  # nobody of that number
    *(
        Address(f"public:{name}", EVERYBODY)
        for name in (
            "home",
            "cities",
            "networks",
            "programmes",
            "practices",
            "calls",
            "collaborations",
            "positions",
            "search",
            "accessibility",
            "privacy",
        )
    ),
    Address("public:city", EVERYBODY, LA_PAZ),
    Address("public:collaboration", EVERYBODY, {"slug": "cuencas"}),
    Address("public:position", EVERYBODY, {"slug": "aire"}),
    Address("public:network-graph", EVERYBODY, UCCI),
    Address("public:agreement", EVERYBODY, {"slug": "convenio"}),
    Address("public:agreement", answers(404), {"slug": "agua"}),
    Address("public:position", answers(404), {"slug": "agua"}),
    Address("public:collaboration", READERS_OF_DRAFT | {"other_coordinator": 200}, {"slug": "cuencas-2027"}),
    Address("public:network", EVERYBODY, UCCI),
    Address("public:organisation", EVERYBODY, {"slug": "agencia"}),
    Address("public:programme", EVERYBODY, PUBLISHED),
    Address("public:programme", READERS_OF_DRAFT, DRAFT),
    Address("public:book_pdf", EVERYBODY, PUBLISHED | {"language": "es"}),
    Address("public:book_pdf", READERS_OF_DRAFT, DRAFT | {"language": "es"}),
    Address("public:book_word", EVERYBODY, PUBLISHED | {"language": "es"}),
    Address("public:book_word", READERS_OF_DRAFT, DRAFT | {"language": "es"}),
    Address("public:practice", EVERYBODY, {"slug": "ciclovias"}),
    Address("public:practice", READERS_OF_SHEET, SHEET),
    Address("public:call", READERS_OF_CALL, {"slug": "pares-2027"}),
    Address("public:call-calendar", READERS_OF_CALL, {"slug": "pares-2027"}),
]
ACCOUNT = [
    Address("account_login", answers(302, visitor=200)),
    Address("account_logout", answers(200, visitor=302)),
    Address("account_inactive", EVERYBODY),
    Address("account_signup", answers(302, visitor=200)),  # it says that nobody registers
    Address("account_reauthenticate", SIGNED_IN),
    Address("account_email", SIGNED_IN),
    Address("account_email_verification_sent", EVERYBODY),
    Address("account_change_password", SIGNED_IN),
    Address("account_set_password", LED_ON),
    Address("account_reset_password", EVERYBODY),
    Address("account_confirm_login_code", LED_ON),
    Address("account_confirm_email", EVERYBODY, {"key": "no-such-key"}),
    Address("account_reset_password_done", EVERYBODY),
    Address("account_reset_password_from_key", EVERYBODY, {"uidb36": "0", "key": "no-such-key"}),
    Address("account_reset_password_from_key_done", EVERYBODY),
    Address("account:home", SIGNED_IN),
    Address("account:details", SIGNED_IN),
    Address("account:second-factor", LED_ON),  # nobody demands one
    Address("account:sessions", SIGNED_IN),
    Address("account:session-end", LED_ON, method="post"),
    Address("account:sessions-end", LED_ON, method="post"),
    Address("account:sign-ins", SIGNED_IN),
    Address("account:data", SIGNED_IN),
    Address("account:data-file", SIGNED_IN),
    Address("account:erasure", SIGNED_IN),
    Address("mfa_index", SIGNED_IN),
    Address("mfa_list_webauthn", SIGNED_IN),
    Address("mfa_add_webauthn", LED_ON),  # to confirm that it is they, as before every change
    Address("mfa_edit_webauthn", LED_ON, {"pk": 1}),
    Address("mfa_remove_webauthn", LED_ON, {"pk": 1}),
    Address("mfa_activate_totp", LED_ON),
    Address("mfa_deactivate_totp", answers(404, visitor=302)),  # there is none
    Address("mfa_view_recovery_codes", answers(404, visitor=302)),
    Address("mfa_generate_recovery_codes", LED_ON),
    Address("mfa_login_webauthn", LED_ON),
    Address("mfa_authenticate", LED_ON),
    Address("mfa_reauthenticate", LED_ON),  # to the way that they have
    Address("mfa_reauthenticate_webauthn", LED_ON),
    Address("socialaccount_login_cancelled", LED_ON),
    Address("openid_connect_login", answers(404), {"provider_id": "oidc"}),  # there is no provider
    Address("openid_connect_callback", answers(404), {"provider_id": "oidc"}),
]
DESK_OF_CITY = [
    Address("desk:home", answers(302, reviewer=200, auditor=200)),  # to one's only desk; those without one are told
    *(
        Address(f"desk:{name}", EDITORS, LA_PAZ)
        for name in (
            "organisation",
            "profile",
            "identity",
            "government",
            "place",
            "practices",
            "practice-add",
            "finder",
            "searches",
            "agreements",
            "agreement-add",
        )
    ),
    *(Address(f"desk:application-{name}", EDITORS_OF_DRAFT, ADMITTED) for name in PARTNER_PAGES),
    Address("desk:application-meeting", EDITORS_OF_DRAFT, ADMITTED | {"meeting": "@meeting"}),
    Address("desk:application-meeting-held", done(EDITORS_OF_DRAFT), ADMITTED | {"meeting": "@meeting"}, "post"),
    Address("desk:application-pair-decline", PUBLISHER_OF_DRAFT, ADMITTED | {"pair": "@pair"}),
    Address("desk:application-pair-accept", done(PUBLISHER_OF_DRAFT), ADMITTED | {"pair": "@pair"}, "post"),
    Address("desk:alliances", EDITORS, LA_PAZ),
    Address("desk:alliance", EDITORS, LA_PAZ | {"alliance": "cuencas"}),
    Address("desk:alliance-add", LEADER, LA_PAZ),
    Address("desk:alliance-propose", LEADER, LA_PAZ | {"alliance": "cuencas"}),
    *(
        Address(f"desk:alliance-governance{name}", EDITORS, LA_PAZ | {"alliance": "cuencas"} | words)
        for name, words in (("", {}), ("-body-add", {}), ("-body-change", {"pk": "@joint_body"}))
    ),
    Address("desk:alliance-governance-make", done(EDITORS), LA_PAZ | {"alliance": "cuencas"}, "post"),
    *governance("desk", EDITORS, EDITORS, "joint", slug="la-paz-bo", alliance="cuencas"),
    Address("desk:governance", EDITORS, LA_PAZ),
    Address("desk:governance-body", EDITORS, LA_PAZ | {"pk": "@own_body"}),
    *(
        Address(f"desk:governance-{name}", EDITORS, LA_PAZ | {"meeting": "@own_meeting"})
        for name in ("meeting", "paper")
    ),
    Address("desk:positions", EDITORS, LA_PAZ),
    Address("desk:position", EDITORS, POSITION),
    *(Address(f"desk:position-{name}", EDITORS, POSITION) for name in ("invite", "consult", "remark", "addressee-add")),
    Address("desk:position-answer", EDITORS, POSITION | {"remark": "@remark"}),
    Address("desk:position-addressee", EDITORS, POSITION | {"addressee": "@addressee"}),
    Address("desk:position-reply", EDITORS, POSITION | {"addressee": "@addressee"}),
    Address("desk:position-endorsements", LEADER, POSITION),
    Address("desk:position-publish", done(LEADER), POSITION, "post"),
    Address("desk:position-endorse", LEADER, LA_PAZ | {"pk": "@invited_to"}),
    Address("desk:position-decline", LEADER, LA_PAZ | {"pk": "@invited_to"}),
    Address("desk:alliance-agenda", PARTIES, {"slug": "cuencas"}),
    *rows("desk:alliance-part", PARTIES, slug="cuencas", noun="agenda", pk="@agenda"),
    Address("desk:search-begin", EDITORS, LA_PAZ),
    Address("desk:search", EDITORS, LA_PAZ | SEARCH),
    Address("desk:search-weights", done(EDITORS), LA_PAZ | SEARCH),  # published: the secretariat changes them
    Address("desk:search-candidate", EDITORS, LA_PAZ | SEARCH | {"pk": "@candidate"}),
    Address("desk:search-step", EDITORS, LA_PAZ | SEARCH | {"step": "profile"}),
    Address(
        "desk:search-document-remove",
        done(EDITORS),
        LA_PAZ | SEARCH | {"step": "profile", "pk": "@document_of_step"},
        "post",
    ),
    Address("desk:search-found", done(LEADER), LA_PAZ | SEARCH, "post"),
    Address("office:call-steps", FOLLOWERS, UCCI | {"call": "busqueda"}),
    Address("desk:calls", EDITORS, LA_PAZ),
    Address("desk:call-apply", done(EDITORS), LA_PAZ | {"call": "pares-2028"}, "post"),
    Address("desk:group", EDITORS, LA_PAZ | {"pk": "@asked"}),
    Address("desk:group-reply", done(LEADER), LA_PAZ | {"pk": "@asked", "verb": "consent"}, "post"),
    *(
        Address(f"desk:application{name}", APPLICANTS, APPLICATION)
        for name in ("", "-findings", "-group", "-documents", "-submit")
    ),
    Address("desk:application-part", APPLICANTS, APPLICATION | {"part": "themes"}),
    Address("desk:application-withdraw", APPLICANTS | {"colleague": 403}, APPLICATION),
    Address("desk:application-take-up", done(APPLICANTS | {"colleague": 403}), APPLICATION, "post"),
    Address("desk:application-member-remove", done(APPLICANTS), APPLICATION | {"member": "@member_of_group"}, "post"),
    Address("desk:application-member-letter", done(APPLICANTS), APPLICATION | {"member": "@member_of_group"}, "post"),
    Address("desk:application-document-remove", done(APPLICANTS), APPLICATION | {"document": "@letter"}, "post"),
    *(
        Address(f"desk:application-receipt{name}", APPLICANTS, APPLICATION | {"number": 1})
        for name in ("", "-pdf", "-contents")
    ),
    *texts("application-text", APPLICANTS, **APPLICATION),
    Address("desk:application-result", APPLICANTS, APPLICATION),
    Address("desk:agreement", EDITORS, LA_PAZ | {"pk": "@agreement"}),
    Address("desk:agreement-documents", EDITORS, LA_PAZ | {"pk": "@agreement"}),
    Address(
        "desk:agreement-document-remove",
        done(EDITORS),
        LA_PAZ | {"pk": "@agreement", "document": "@document_of_agreement"},
        "post",
    ),
    Address("desk:article-add", EDITORS, LA_PAZ | {"pk": "@agreement"}),
    Address("desk:article", EDITORS, LA_PAZ | {"pk": "@agreement", "number": 1}),
    Address("desk:mayor", EDITORS, LA_PAZ),
    Address("desk:mayor-pdf", EDITORS, LA_PAZ),
    Address("desk:mayor-share", done(LEADER), LA_PAZ, "post"),
    Address("desk:mayor-stop", done(LEADER), LA_PAZ, "post"),
    Address("desk:contributions", EDITORS, LA_PAZ),
    Address("desk:contribution-ask", EDITORS, LA_PAZ),
    Address("desk:contribution", EDITORS, LA_PAZ | {"pk": "@request"}),
    Address("desk:contribution-word", EDITORS, LA_PAZ | {"pk": "@request"}),
    Address("desk:contribution-settle", done(EDITORS), LA_PAZ | {"pk": "@request"}, "post"),
    Address("desk:contribution-act", done(EDITORS), LA_PAZ | {"pk": "@request", "verb": "revoke"}, "post"),
    Address("desk:team", EDITORS, LA_PAZ),
    Address("desk:team-address-works", answers(403, coordinator=404, colleague=404, visitor=302), LA_PAZ, "post"),
    Address("desk:team-add", LEADER, LA_PAZ),
    Address("desk:team-end", LEADER, LA_PAZ | {"pk": "@role_of_colleague"}),
    Address("desk:team-invitation", done(LEADER), LA_PAZ | {"pk": "@invited_colleague", "verb": "again"}, "post"),
    Address("desk:team-away", EDITORS, LA_PAZ),
    Address("desk:team-back", done(EDITORS | {"colleague": 404}), LA_PAZ | {"pk": "@absence"}, "post"),
    Address("desk:handover-add", LEADER, LA_PAZ | {"pk": "@role_of_coordinator"}),
    Address("desk:handover", EDITORS, LA_PAZ | {"pk": "@handover"}),
    Address("desk:handover-cancel", done(LEADER), LA_PAZ | {"pk": "@handover"}, "post"),
    Address("desk:brief", EDITORS, LA_PAZ),
    Address("desk:networks", EDITORS, LA_PAZ),
    Address("desk:network-reply", done(LEADER), LA_PAZ | {"pk": "@member_city", "verb": "confirm"}, "post"),
    Address("desk:consents", EDITORS, LA_PAZ),
    Address("desk:consent-give", EDITORS, LA_PAZ | {"pk": "@person"}),
    Address("desk:consent-act", done(EDITORS), LA_PAZ | {"pk": "@person", "verb": "withdraw"}, "post"),
    Address("desk:colleagues", EDITORS, LA_PAZ),
    Address("desk:colleague", EDITORS, LA_PAZ | {"pk": "@colleague_elsewhere"}),
    Address("desk:brief-file", EDITORS, LA_PAZ | {"language": "es"}),
    Address("desk:second-factor-reset", LEADER, LA_PAZ | {"pk": "@colleague"}),
    *texts("wording", EDITORS, **LA_PAZ, pk="@agreement", number=1),
    *texts("presentation", EDITORS, **LA_PAZ),
    *pictures("pictures", EDITORS, "la-paz-bo", "@picture"),
    *rows("desk:organisation", EDITORS, slug="la-paz-bo", noun="figures", pk="@figure")[:4],
    Address("desk:organisation-up", done(EDITORS), LA_PAZ | {"noun": "departments", "pk": "@department"}, "post"),
    Address("desk:practice", EDITORS_OF_SHEET, SHEET),
    Address("desk:practice-identity", EDITORS_OF_SHEET, SHEET),
    Address("desk:practice-publish", done(EDITORS_OF_SHEET | {"colleague": 403}), SHEET, "post"),
    Address("desk:practice-withdraw", done(EDITORS_OF_SHEET | {"colleague": 403}), SHEET, "post"),
    *texts("practice-text", EDITORS_OF_SHEET, **SHEET),
    *translations("desk", EDITORS, EDITORS, "la-paz-bo"),
    *imports("desk", EDITORS, "la-paz-bo", "@import_of_city"),
]
VALLEYS = {"alliance": "valles"}
WORK, VISITS, CHECKED = ({"stage": "work"}, {"stage": "visits"}, {"stage": "end"})


def life(space: str, readers: Statuses, writers: Statuses, deciders: Statuses, slug: str) -> list[Address]:
    """The pages of an alliance that lives, at the desk of a party or in the office of its network."""
    one = VALLEYS | {"slug": slug}

    def at(name: str, statuses: Statuses, **words: Any) -> Address:
        return Address(f"{space}:alliance-{name}", statuses, one | words)

    def do(name: str, statuses: Statuses, **words: Any) -> Address:
        return Address(f"{space}:alliance-{name}", done(statuses), one | words, "post")

    return [
        *(at(name, readers) for name in ("history", "overlaps", "methodology", "stages", "parties")),
        *(at(name, deciders) for name in ("close", "describe", "back")),
        at("move", deciders, verb="suspend"),
        at("version", deciders, pk="@newer_pack"),
        at("stage", readers, **WORK),
        at("stage-plan", deciders, **WORK),
        do("stage-paper", writers, **WORK, document="report"),
        do("stage-paper-remove", writers, **WORK, pk="@paper"),
        at("waive", deciders, **WORK, requirement="report"),
        do("waiver-withdraw", deciders, pk="@waiver"),
        do("attestation-withdraw", deciders, pk=f"@attested_at_{space}"),
        Address(f"{space}:alliance-party-invite", done(deciders), one, "post", {"organisation": "@agency"}),
    ]


LIVES = [
    *life("desk", EDITORS, EDITORS, LEADER, "la-paz-bo"),
    Address("desk:alliance-advance", done(LEADER), LA_PAZ | VALLEYS, "post"),
    Address("desk:alliance-stage-skip", LEADER, LA_PAZ | VALLEYS | VISITS),
    Address("desk:alliance-stage-ready", done(LEADER), LA_PAZ | VALLEYS | VISITS, "post"),
    Address("desk:alliance-attest", LEADER, LA_PAZ | VALLEYS | WORK | {"requirement": "useful"}),
    Address("desk:alliance-accept", done(LEADER), LA_PAZ | VALLEYS, "post"),
    *(Address(f"desk:alliance-{name}", LEADER, LA_PAZ | VALLEYS) for name in ("decline", "leave")),
    Address("desk:alliance-party", EDITORS, LA_PAZ | VALLEYS | {"pk": "@seat"}),
    *(
        Address(f"desk:alliance-party-{name}", done(EDITORS), LA_PAZ | VALLEYS | {"pk": "@seat"}, "post", form)
        for name, form in (
            ("person", {"person": "@person", "role": "coordination"}),
            ("plan", {"plan": "@plan"}),
        )
    ),
    *(
        Address(f"desk:alliance-party-{name}", done(EDITORS), LA_PAZ | VALLEYS | {"pk": "@seat"} | words, "post")
        for name, words in (
            ("person-remove", {"assigned": "@assigned"}),
            ("plan-remove", {"aligned": "@aligned"}),
        )
    ),
    *life("office", FOLLOWERS, OFFICE, OFFICE, "ucci"),
    Address("office:alliance-advance", answers(403, visitor=302), UCCI | VALLEYS, "post"),
    Address("office:alliance-stage-skip", OFFICE, UCCI | VALLEYS | CHECKED),
    Address("office:alliance-attest", OFFICE, UCCI | VALLEYS | WORK | {"requirement": "checked"}),
]
RIVERS = LA_PAZ | {"alliance": "rios"}
OF_RIVERS = UCCI | {"alliance": "rios"}
JOINT = {"programme": "rios-2026"}
JOINT_PROGRAMME = [
    *(Address(f"desk:alliance-programme{name}", EDITORS, RIVERS) for name in ("", "-begin")),
    Address("desk:alliance-programme-version", EDITORS, RIVERS | JOINT | {"number": 1}),
    Address("desk:alliance-programme-adopt", LEADER, RIVERS | JOINT),
    Address("office:alliance-programme", FOLLOWERS, OF_RIVERS),
    Address("office:alliance-programme-version", FOLLOWERS, OF_RIVERS | JOINT | {"number": 1}),
]
EXCHANGE, PRODUCT, GIVING = (RIVERS | {"pk": f"@{one}"} for one in ("exchange", "product", "giving"))


def signing(space: str, reads: Statuses, works: Statuses, decides: Statuses, slug: str) -> list[Address]:
    """Approvals, signatures, the act and the validity of an agreement between La Paz and Riomayor."""
    one = {"slug": slug, "pk": "@signing"}
    recorded = {"slug": slug, "pk": "@recorded"}
    approval = one | {"party": "@party", "rule": "@rule"}
    signature = one | {"signature": "@signature"}
    return [
        *(
            Address(f"{space}:agreement-{name}", reads, one)
            for name in ("approvals", "print", "signatures", "ceremony", "validity")
        ),
        Address(f"{space}:agreement-approval", works, approval),
        Address(f"{space}:agreement-approval-paper", done(works), approval | {"paper": "@paper_of_approval"}, "post"),
        Address(f"{space}:agreement-signing-open", done(decides), one, "post"),
        Address(f"{space}:agreement-sign", decides, one | {"party": "@party"}),
        Address(f"{space}:agreement-sign-paper", decides, one | {"party": "@party"}),
        Address(f"{space}:agreement-signature-act", decides, signature | {"verb": "withdraw"}),
        Address(f"{space}:agreement-ceremony-prepare", works, one),
        Address(f"{space}:agreement-ceremony-record", decides, one),
        Address(f"{space}:agreement-validity-dates", works, recorded),
        Address(f"{space}:agreement-validity-act", decides, recorded | {"verb": "renew"}),
    ]


NEGOTIATED = LA_PAZ | {"pk": "@negotiated"}
IN_NEGOTIATION = [
    Address("desk:alliance-agreements", EDITORS, LA_PAZ | {"alliance": "cuencas"}),
    Address("desk:agreement-begin", EDITORS, LA_PAZ),
    *(Address(f"desk:agreement-{name}", EDITORS, NEGOTIATED) for name in ("draft", "parties", "clauses", "versions")),
    Address("desk:agreement-undo", LEADER, NEGOTIATED | {"verb": "withdraw"}),
    *(Address(f"desk:agreement-{name}", done(LEADER), NEGOTIATED, "post") for name in ("table", "agree")),
    Address("desk:article-propose", EDITORS, NEGOTIATED | {"number": 1, "language": "es"}),
    Address("desk:article-remove", EDITORS, NEGOTIATED | {"number": 1}),
    Address("desk:article-move", done(EDITORS), NEGOTIATED | {"number": 1, "way": "up"}, "post"),
    Address("desk:article-comment", done(EDITORS), NEGOTIATED | {"number": 1}, "post", {"body": "¿Y el plazo?"}),
    Address("desk:article-comment-settle", done(EDITORS), NEGOTIATED | {"comment": "@comment"}, "post"),
    Address(
        "desk:article-proposal-answer", done(EDITORS), NEGOTIATED | {"proposal": "@proposal", "verb": "take"}, "post"
    ),
]
DESK_OF_SIGNING = signing("desk", EDITORS, EDITORS, LEADER, "la-paz-bo")
OFFICE_OF_SIGNING = [
    Address("office:agreements", FOLLOWERS, UCCI),
    Address("office:agreement", FOLLOWERS, UCCI | {"pk": "@signing"}),
    *signing("office", FOLLOWERS, OFFICE, OFFICE, "ucci"),
    Address("office:approval-rules", FOLLOWERS, UCCI),
    Address("office:approval-rule-add", OFFICE, UCCI),
    Address("office:approval-rule", OFFICE, UCCI | {"pk": "@rule"}),
    Address("office:approval-rule-remove", done(OFFICE), UCCI | {"pk": "@rule"}, "post"),
    # Files of signatures and approvals: for the parties and the office of the register, by the address of all files.
    Address("file", FOLLOWERS_OF_SIGNING, {"pk": "@file_of_signature", "name": "firmado.png"}),
    Address("file", FOLLOWERS_OF_SIGNING, {"pk": "@paper_of_approval", "name": "oficio.png"}),
]
DESK_OF_EXCHANGES = [
    *(
        Address(f"desk:alliance-{name}", EDITORS, RIVERS)
        for name in (
            "exchanges",
            "exchange-add",
            "products",
            "product-add",
            "reciprocity",
            "giving-add",
        )
    ),
    *(
        Address(f"desk:alliance-exchange{name}", EDITORS, EXCHANGE)
        for name in ("", "-change", "-cancel", "-people", "-minute")
    ),
    Address("desk:alliance-exchange-act", done(EDITORS), EXCHANGE | {"verb": "hold"}, "post"),
    Address("desk:alliance-exchange-person-remove", done(EDITORS), EXCHANGE | {"person": "@traveller"}, "post"),
    Address("desk:alliance-exchange-minute-remove", done(EDITORS), EXCHANGE | {"document": "@minute"}, "post"),
    *texts("exchange-minute", EDITORS, **EXCHANGE),
    *(Address(f"desk:alliance-product{name}", EDITORS, PRODUCT) for name in ("", "-change", "-files")),
    Address("desk:alliance-product-act", done(EDITORS), PRODUCT | {"verb": "hand-in"}, "post"),
    Address("desk:alliance-product-answer", done(LEADER), PRODUCT | {"verb": "validate"}, "post"),
    Address("desk:alliance-product-return", LEADER, PRODUCT),
    Address("desk:alliance-product-file-remove", done(EDITORS), PRODUCT | {"document": "@file_of_product"}, "post"),
    Address("desk:alliance-giving-change", EDITORS, GIVING),
    Address("desk:alliance-giving-remark", EDITORS, GIVING),
    Address("desk:alliance-giving-act", done(EDITORS), GIVING | {"verb": "confirm"}, "post"),
    Address("desk:alliance-reciprocity-agree", done(LEADER), RIVERS, "post"),
    *(Address(f"office:alliance-{name}", FOLLOWERS, OF_RIVERS) for name in ("exchanges", "products", "reciprocity")),
    *(
        Address(f"office:alliance-{name}", FOLLOWERS, OF_RIVERS | {"pk": f"@{name}"})
        for name in ("exchange", "product")
    ),
]
DESK_OF_PROGRAMME = [
    *(
        Address(f"desk:{name}", EDITORS_OF_DRAFT, DRAFT)
        for name in (
            "programme",
            "programme-identity",
            "programme-contributions",
            "data",
            "sections",
            "synergies",
            "matrices",
            "book",
        )
    ),
    Address("desk:matrix-add", EDITORS_OF_DRAFT, DRAFT | {"matrix": "pem"}),
    Address("desk:matrix-row", EDITORS_OF_DRAFT, DRAFT | {"matrix": "pem", "row": "prioridad-sectorial"}),
    Address("desk:matrix-undo", done(EDITORS_OF_DRAFT), DRAFT | {"pk": "@change"}, "post"),
    Address("desk:book-file", EDITORS_OF_DRAFT, DRAFT | {"language": "es"}),
    Address("desk:book-word", EDITORS_OF_DRAFT, DRAFT | {"language": "es"}),
    Address("desk:programme-move", PUBLISHER_OF_DRAFT, DRAFT | {"verb": "publish"}),
    *texts("section", EDITORS_OF_DRAFT, **DRAFT, section="1.2"),
    *texts(
        "form", answers(403, secretary=200, visitor=302), slug="ucci-2017", pk="@activity_of_network", form="action"
    ),
    *pictures("programme-pictures", EDITORS_OF_DRAFT, "la-paz-2017", "@picture_of_programme"),
    *rows("desk:programme", EDITORS_OF_DRAFT, slug="la-paz-2017", noun="territories", pk="@territory"),
]
OFFICE_OF_NETWORK = [
    Address("office:home", answers(200, visitor=302, secretary=302, second_secretary=302, auditor=302)),
    *(
        Address(f"office:{name}", FOLLOWERS, UCCI)
        for name in ("network", "unanswered", "calendar", "members", "bodies", "fees", "methodologies", "practices")
    ),
    *(Address(f"office:{name}", OFFICE, UCCI) for name in ("programme-add", "organisation-add")),
    Address("office:calls", FOLLOWERS, UCCI),
    Address("office:call-add", OFFICE, UCCI),
    Address("office:call", FOLLOWERS_OF_DRAFT, CALL),
    *(
        Address(f"office:{name}", OFFICE_OF_DRAFT, CALL)
        for name in ("call-facts", "call-parameters", "call-countries", "call-quotas", "call-discard")
    ),
    *(Address(f"office:{name}", FOLLOWERS, PAIRED) for name in ("call-short-lists", "call-meetings", "call-pairs")),
    *(
        Address(f"office:call-{name}", OFFICE, PAIRED)
        for name in ("meetings-plan", "meetings-add", "meetings-preferences")
    ),
    *(Address(f"office:call-short-lists-{name}", done(OFFICE), PAIRED, "post") for name in ("draw", "show")),
    Address("office:call-short-lists-mend", OFFICE, PAIRED | {"verb": "strike"}),
    Address("office:call-meeting", FOLLOWERS, PAIRED | {"pk": "@meeting"}),
    *(
        Address(f"office:call-meeting-{name}", done(OFFICE), PAIRED | {"pk": "@meeting"}, "post")
        for name in ("held", "cancel")
    ),
    Address("office:alliances", FOLLOWERS, UCCI),
    Address("office:alliance", FOLLOWERS, UCCI | {"alliance": "cuencas"}),
    Address("office:alliance-governance", FOLLOWERS, UCCI | {"alliance": "cuencas"}),
    *(
        Address(f"office:alliance-governance-{name}", OFFICE, UCCI | {"alliance": "cuencas"} | words)
        for name, words in (("body-add", {}), ("body-change", {"pk": "@joint_body"}))
    ),
    Address("office:alliance-governance-make", done(OFFICE), UCCI | {"alliance": "cuencas"}, "post"),
    *governance("office", FOLLOWERS, OFFICE, "joint", slug="ucci", alliance="cuencas"),
    *governance("office", FOLLOWERS, OFFICE, "own", slug="ucci"),
    *(Address(f"office:call-pairing{name}", FOLLOWERS, PAIRED) for name in ("", "-runs", "-compare", "-pins")),
    *(Address(f"office:call-pairing-{name}", OFFICE, PAIRED) for name in ("new", "pin-add")),
    *(Address(f"office:call-pairing-{name}", FOLLOWERS, PAIRED | RUN) for name in ("run", "unpaired")),
    Address("office:call-pairing-why", FOLLOWERS, PAIRED | RUN | OF_TWO),
    Address("office:call-pairing-override", OFFICE, PAIRED | RUN | OF_TWO),
    Address("office:call-pairing-propose", OFFICE, PAIRED | RUN),
    *(Address(f"office:call-pairing-{name}", done(OFFICE), PAIRED | RUN, "post") for name in ("stop", "follow")),
    Address("office:call-pairing-pin-release", done(OFFICE), PAIRED | {"pk": "@pin"}, "post"),
    Address("office:call-move", OFFICE_OF_DRAFT, CALL | {"verb": "publish"}),
    Address("office:call-text-edit", OFFICE_OF_DRAFT, CALL | {"language": "es"}),
    Address("office:call-text-presence", OFFICE_OF_DRAFT, CALL | {"language": "es"}, "post"),
    Address("office:call-text-history", OFFICE_OF_DRAFT, CALL | {"language": "es"}),
    *translations("office", FOLLOWERS, OFFICE, "ucci"),
    Address("office:working-languages", OFFICE, UCCI),
    Address("office:glossary", FOLLOWERS, UCCI),
    *rows("office:glossary", OFFICE, slug="ucci", noun="terms", pk="@term")[:4],
    Address(
        "office:glossary-up", answers(403, secretary=404, visitor=302), UCCI | {"noun": "terms", "pk": "@term"}, "post"
    ),
    Address("office:adopt", done(OFFICE), UCCI, "post", {"methodology": "@another_methodology"}),
    Address("office:remind", REMINDERS, DRAFT),
    Address("office:second-factor", FOLLOWERS, UCCI),
    Address("office:second-factor-demand", OFFICE, UCCI),
    Address("office:second-factor-stop", done(OFFICE), UCCI, "post"),
    Address("office:second-factor-reset", OFFICE, UCCI | {"pk": "@coordinator"}),
    Address("office:coordinator-add", OFFICE, UCCI | {"member": "la-paz-bo"}),
    Address(
        "office:coordinator-invitation",
        done(OFFICE),
        UCCI | {"member": "la-paz-bo", "pk": "@invited_coordinator", "verb": "again"},
        "post",
    ),
    Address("office:coordinator-handover", OFFICE, UCCI | {"member": "la-paz-bo", "pk": "@role_of_coordinator"}),
    Address("office:coordinator-end", OFFICE, UCCI | {"member": "la-paz-bo", "pk": "@role_of_coordinator"}),
    *imports("office", OFFICE, "ucci", "@import_of_network"),
    *rows("office:member", OFFICE, slug="ucci", noun="members", pk="@member")[:4],
    Address(
        "office:member-up",
        answers(403, secretary=404, visitor=302),
        UCCI | {"noun": "members", "pk": "@member"},
        "post",
    ),  # members have no order
]
WORKERS = answers(404, coordinator=200, colleague=200, visitor=302)
TASK, NOTICE = {"pk": "@task"}, {"pk": "@notice"}
NOTICES = [
    *(Address(f"notices:{name}", SIGNED_IN) for name in ("list", "tasks", "preferences", "calendar")),
    Address("notices:address-works", LED_ON, method="post"),
    Address("notices:calendar-end", LED_ON, method="post"),
    Address("notices:feed", answers(410), {"token": "no-such-token"}),
    Address("notices:read-all", LED_ON, method="post"),
    Address("notices:follow", answers(404, coordinator=302, visitor=302), NOTICE),
    Address("notices:read", answers(404, coordinator=302, visitor=302), NOTICE, "post"),
    Address("notices:stop", answers(404), {"token": "no-such-token"}),
    Address("notices:task-add", EDITORS, LA_PAZ),
    Address("notices:task", WORKERS, TASK),
    *(Address(f"notices:{name}", done(WORKERS), TASK, "post") for name in ("task-done", "task-open")),
]
ASSESSMENT = [
    Address("office:call-applications", FOLLOWERS, ASSESSED),
    Address("office:call-applications-file", FOLLOWERS, ASSESSED | {"form": "csv"}),
    Address("office:call-application", FOLLOWERS, ASSESSED | {"pk": "@assessed"}),
    Address("office:call-application-mend", OFFICE, ASSESSED | {"pk": "@assessed"}),
    *(Address(f"office:call-{name}", FOLLOWERS_OF_DRAFT, CALL) for name in ("reviewers", "admission")),
    *(Address(f"office:call-{name}", OFFICE_OF_DRAFT, CALL) for name in ("reviewers-draw", "admission-publish")),
    # They hang on a call under review, which everybody may know of.
    Address("office:call-reviewers-assign", done(OFFICE), ASSESSED | {"pk": "@assessed"}),  # nobody else is free
    Address("office:call-reviewers-replace", OFFICE, ASSESSED | {"pk": "@review"}),
    Address("office:call-admission-decide", done(OFFICE), ASSESSED, "post"),
    Address("office:call-admission-application", FOLLOWERS, ASSESSED | {"pk": "@assessed"}),
]
REVIEWER = answers(404, reviewer=200, secretary=403, auditor=403, visitor=302)
REVIEW = {"pk": "@review"}
REVIEWS = [
    Address("reviews:home", SIGNED_IN),
    Address("reviews:review", REVIEWER, REVIEW),
    Address("reviews:declare", done(REVIEWER), REVIEW, "post"),
    Address("reviews:send", REVIEWER, REVIEW),
    Address("reviews:document", REVIEWER | {"reviewer": 404}, REVIEW | {"document": 1}),  # there is none
]
AUDIENCES = {
    "reviews": REVIEWS,
    "assessment": ASSESSMENT,
    "notices": NOTICES,
    "open": OPEN,
    "account": ACCOUNT,
    "desk of a city": DESK_OF_CITY,
    "desk of exchanges": DESK_OF_EXCHANGES,
    "desk of negotiation": IN_NEGOTIATION,
    "desk of signing": DESK_OF_SIGNING,
    "office of signing": OFFICE_OF_SIGNING,
    "lives of alliances": LIVES,
    "programmes of alliances": JOINT_PROGRAMME,
    "desk of a programme": DESK_OF_PROGRAMME,
    "office": OFFICE_OF_NETWORK,
}
