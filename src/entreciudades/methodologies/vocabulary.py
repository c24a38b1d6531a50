"""The other closed lists of a pack, each word with one sentence that says what it stands for."""

PARTS = {
    "call": "How partners find each other.",
    "alliance": "Who goes together, in which stages.",
    "programme": "What a programme contains.",
    "practice": "The sheet of a good practice.",
    "workshop": "How a learning workshop runs.",
    "grant": "How money is granted and accounted for.",
}
"""Every part that a pack may have one day."""

PARTS_UNDERSTOOD = ("call", "alliance", "programme", "practice")
"""The parts that this version reads."""

LANGUAGES = ("es", "pt", "en")
"""Languages in which a pack may be written, as codes."""

HOLDERS = {
    "city": "A city holds the programme and names partners and territories.",
    "network": "A network of cities holds the programme.",
    "alliance": "An alliance holds the programme, by all of its parties.",
}

MATRIX_PER = {
    "city": "The table is headed by the city that holds the programme; only where a city holds it.",
    "programme": "The table is that of the whole programme.",
}

FORM_PER = {
    "activity": "One form for each activity of the programme.",
}

PARTS_FROM = {
    "axis": "One row for each of the five cross-cutting axes.",
    "nua": "One row for each area of the New Urban Agenda.",
    "sector": "One row for each sector.",
}
"""Vocabularies that may give a section its rows."""

SECTION_BLOCKS = {
    "action-forms": "The action forms, one for each activity.",
    "activities": "The strategic lines with their projects and activities.",
    "actor-map": "Who has a stake, with interest and commitment.",
    "agreements": "The agreements that the programme cites, article by article.",
    "beneficiaries": "Whom the programme serves, with their needs.",
    "channels": "The channels of communication, with their reach.",
    "city-sheets": "A sheet for each city, with its figures and a map.",
    "credits": "Who publishes, coordinates, edits, designs and prints.",
    "cross-cutting-axes": "The cross-cutting axes of the programme.",
    "figures": "The figures that the programme quotes, with their sources.",
    "matrices": "Every matrix that the variant declares.",
    "organisations": "The organisations that carry the programme.",
    "partners": "The partners and what each of them brings.",
    "plan-alignment": "The plans with which the programme is aligned, and how.",
    "practice-sheets": "The sheets of the good practices.",
    "sdg-focus": "The Sustainable Development Goals and targets.",
    "strategic-lines": "The strategic lines.",
    "synergy-matrix": "The table of lines by actors.",
    "territories": "Where the programme takes place.",
}
"""Blocks of data that a section may show beside its text, or instead of it."""

PRACTICE_BLOCKS = {
    "themes": "The themes of the practice, out of the vocabularies.",
    "title": "The name of the practice.",
}
"""Blocks of data that a field of the practice sheet may show."""

FORM_BLOCKS = {
    "activity": "What is known of the activity: department, partners, period, targets, modality.",
}
"""Blocks of data that a field of a form may show."""

CALL_KINDS = {
    "pairing": "Cities apply, those admitted are paired with each other.",
    "proposals": "Cities apply with a proposal; the best are chosen.",
    "search": "One city seeks a partner; candidates answer its questions.",
}

CALL_RULES = {
    "population": "More inhabitants than `more_than`; with `or_group`, a group that has them together.",
    "applicant-kind": "The applicant is of one of `kinds`, codes of the vocabulary of actors.",
    "country-on-side": "The applicant lies in a country of one of the sides.",
    "people-assigned": "At least `at_least` people are assigned.",
    "cost-share": "What is asked for keeps to the ceiling, the share and the months of [call.grant].",
    "proposals-per-city": "A city coordinates at most `coordinates` proposals of the call and joins at most `joins`.",
}
"""Rules of eligibility that a machine decides from the data."""

CALL_RULE_NUMBERS = {
    "population": ("more_than",),
    "people-assigned": ("at_least",),
    "proposals-per-city": ("coordinates", "joins"),
}
"""The numbers that a rule needs; it takes no others."""

CALL_RECORDS = {
    "note": "What was done, in words.",
    "list": "Which applications stayed.",
    "visit": "A visit: when, who, what was seen.",
    "decision": "Which application was chosen, and why.",
}
"""What is kept of a step of a call."""

FIRST_AIMS = {
    "total": "The greatest total affinity.",
    "most_cities": "As many cities as possible in a pair, then the greatest total affinity.",
}

AFFINITIES = {
    "complementarity": "What one needs and the other offers, in both directions.",
    "shared_challenge": "Needs that both have.",
    "scale": "How near they are in inhabitants.",
    "language": "A language in common.",
    "agenda": "Goals of the 2030 Agenda in common.",
    "readiness": "How ready both are, as the assessment found.",
    "preference": "How gladly each would go with the other, after they met.",
}
"""Components of affinity, as `matching` computes them."""

DEFAULT_MIN_WORDS = 1
DEFAULT_MAX_WORDS = 1500

REQUIREMENTS = {
    "parties-joined": "At least `at_least` parties have accepted and have not left.",
    "themes-chosen": "The alliance names at least `at_least` themes.",
    "person-assigned": "At least `at_least` people have the role `role`; `per_seat`: of each party.",
    "plan-alignment": "At least `at_least` plans with which it is aligned; `per_seat`: of each party.",
    "actors-mobilised": "At least `at_least` local actors on the map; `per_seat`: of each party.",
    "agreement-agreed": "The text of an agreement of one of `kinds` has been agreed by all its parties.",
    "agreement-signed": "An agreement of one of `kinds` counts as signed; `per_seat`: by each party of the alliance.",
    "programme-drafted": "The operative programme has its texts, all that are required.",
    "programme-adopted": "The operative programme was adopted by every party.",
    "exchanges-held": "At least `at_least` exchanges of `kinds` were held, with minutes; `per_seat`: of each party.",
    "products-validated": "At least `at_least` products were validated by the city that receives them.",
    "body-met": "A body of one of `kinds` has met at least `at_least` times, with quorum and minutes.",
    "position-consulted": "At least `at_least` organisations were consulted on a position, and their time is over.",
    "position-endorsed": "A position of the alliance has at least `at_least` endorsements.",
    "position-published": "At least `at_least` positions of the alliance are published.",
    "position-sent": "At least `at_least` addressees have been sent a position of the alliance.",
    "agenda-mapped": "At least `at_least` points stand on the agenda map: where agendas meet or clash.",
    "document-kept": "The document `document` of a stage is kept.",
    "attested": "What no data can tell: ticked by `by`, with `evidence` and a name.",
}
"""What a gate may ask; each is evaluated from the data in `processes.gates`."""

REQUIREMENT_PARAMETERS = {
    "parties-joined": ("at_least",),
    "themes-chosen": ("at_least",),
    "person-assigned": ("role", "at_least", "per_seat"),
    "plan-alignment": ("at_least", "per_seat"),
    "actors-mobilised": ("at_least", "per_seat"),
    "agreement-agreed": ("kinds",),
    "agreement-signed": ("kinds", "per_seat"),
    "exchanges-held": ("kinds", "at_least", "per_seat"),
    "products-validated": ("at_least",),
    "body-met": ("kinds", "at_least"),
    "position-consulted": ("at_least",),
    "position-endorsed": ("at_least",),
    "position-published": ("at_least",),
    "position-sent": ("at_least",),
    "agenda-mapped": ("at_least",),
    "document-kept": ("document",),
    "attested": ("by", "evidence"),
}
"""The parameters that a kind of requirement takes; it takes no others."""

AGREEMENT_KINDS = {
    "twinning": "A lasting link between two or more cities.",
    "memorandum": "A memorandum of understanding.",
    "framework-agreement": "A framework agreement, under which specific ones are made.",
    "specific-agreement": "A specific agreement under a framework agreement.",
    "institutional-agreement": "An institutional agreement.",
    "declaration-of-intent": "A declaration of intent.",
    "letter-of-intent": "A letter of intent.",
    "declaration": "A declaration.",
    "resolution": "A resolution.",
    "position": "A position towards others.",
    "addendum": "An addendum to an agreement.",
    "endorsement-letter": "A letter of endorsement.",
    "collaboration-agreement": "The agreement by which a pair of cities begins to work.",
    "other": "Any other.",
}
"""Kinds of agreements, as `alliances.models.Agreement.Kind` has them."""

EXCHANGE_KINDS = {
    "visit": "A study visit.",
    "technical-assistance": "A technical assistance.",
    "internship": "An internship.",
    "training": "A training.",
    "workshop": "A workshop.",
    "event": "An event of dissemination.",
    "meeting": "A working meeting.",
}
"""Kinds of exchanges, as `exchanges.models.Exchange.Kind` has them."""

BODY_KINDS = {
    "assembly": "All members.",
    "steering": "Steers between assemblies.",
    "technical": "Technical work.",
    "secretariat": "Keeps the papers and calls the meetings.",
}
"""Kinds of bodies of an alliance."""

COMPOSITIONS = {
    "per-party": "At least so many people of each party.",
    "territories": "People of at least so many countries.",
    "women": "At least so many percent of women.",
    "men": "At least so many percent of men.",
}
"""Rules on who sits in a body."""

CLOSERS = {
    "secretariat": "The network's secretariat.",
    "coordinator": "The coordinator of any party.",
    "every-coordinator": "The coordinators of all parties, one after another.",
}
"""Who may close a stage, or attest what no data can tell."""

EVIDENCES = {
    "document": "A document is attached.",
    "note": "It is said in words.",
}
"""By what an attestation is borne out."""

CLAUSE_TOPICS = {
    "object": "What it is for.",
    "commitments": "What each party takes upon itself.",
    "cofinancing": "Cofinancing and co-management.",
    "common-fund": "Who holds a common fund, under which instrument.",
    "monitoring": "Monitoring and evaluation.",
    "data": "Personal data.",
    "duration": "Duration and renewal.",
    "termination": "Denunciation and its effects.",
    "governance": "Who decides between the parties.",
    "disputes": "How differences are settled.",
    "other": "Anything else.",
}
"""What a clause is about."""
