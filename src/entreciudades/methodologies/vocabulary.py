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

PARTS_UNDERSTOOD = ("call", "programme", "practice")
"""The parts that this version reads."""

LANGUAGES = ("es", "pt", "en")
"""Languages in which a pack may be written, as codes."""

HOLDERS = {
    "city": "A city holds the programme and names partners and territories.",
    "network": "A network of cities holds the programme.",
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
