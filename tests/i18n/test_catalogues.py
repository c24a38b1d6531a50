"""Every word that the product marks is there, translated, in every language; and nothing else is."""

import io
import re

import polib
import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from scripts import catalogues

LANGUAGES = sorted(catalogues.PLURALS)
MARKED = catalogues.marked()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    return polib.pofile(str(catalogues.path_of(request.param)))


def strings(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_catalogue_holds_what_the_product_marks_and_nothing_else(catalogue):
    held = {catalogues.key(entry) for entry in catalogue}
    if catalogue.metadata["Language"] not in catalogues.BASES:
        assert sorted(set(MARKED) - held, key=str) == []
    assert sorted(held - set(MARKED), key=str) == []


@pytest.mark.parametrize(("variant", "base"), catalogues.BASES.items())
def test_a_variant_holds_only_what_it_says_otherwise(variant, base):
    said = catalogues.held(catalogues.path_of(base))
    own = catalogues.held(catalogues.path_of(variant))
    others = catalogues.said_by_packages(variant)
    alike = [one for one, entry in own.items() if not catalogues.differs(entry, said.get(one))]
    assert [one.singular for one in alike if (one.context, one.singular) not in others] == []
    assert own != {}


@pytest.mark.parametrize("variant", catalogues.BASES)
def test_no_package_speaks_in_a_variant_where_we_have_words(variant):
    ours = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(catalogues.path_of(variant)))}
    marked = {(one.context, one.singular) for one in MARKED}
    assert sorted(catalogues.said_by_packages(variant) & marked - ours, key=str) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_extracting_again_writes_the_same_bytes(language):
    text = catalogues.written(catalogues.updated(language, MARKED))
    assert text == catalogues.path_of(language).read_text(encoding="utf-8")


def test_everything_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not all(text.strip() for text in strings(entry))] == []


def test_nothing_is_fuzzy_or_obsolete(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_plurals_have_every_form_of_the_language(catalogue):
    forms = set(range(int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])))
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and set(entry.msgstr_plural) != forms] == []


def test_placeholders_are_those_of_the_message(catalogue):
    def places(text):
        return sorted(set(catalogues.PLACEHOLDER.findall(text)))

    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for number, text in enumerate(strings(entry))
        if places(text) != places(entry.msgid_plural if entry.msgid_plural and number else entry.msgid)
        and not (entry.msgid_plural and places(text) == places(entry.msgid_plural))
    ]
    assert wrong == []


def test_edges_are_those_of_the_message(catalogue):
    """Spaces and line breaks at the ends join a text to what stands beside it; so do colons and full stops."""

    def edges(text):
        # The parenthesis: "e-mail (not shown)." and the like end alike in every language.
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], text.rstrip()[-1:] in ":…"

    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for text in strings(entry)
        if text and edges(text) != edges(entry.msgid)
    ]
    assert wrong == []


def test_addresses_are_plain_and_differ(catalogue):
    """Words of addresses are ASCII, and no two pages share one."""
    addresses = [entry.msgstr for entry in catalogue if entry.msgctxt == "address"]
    assert [text for text in addresses if not re.fullmatch(r"[a-z0-9/<>:_.-]+", text)] == []
    assert sorted(addresses) == sorted(set(addresses))


def test_no_word_of_another_trade(catalogue):
    """What the field does not say (words.md of the project), where its concept is meant."""
    avoided = re.compile(AVOIDED[catalogue.metadata["Language"]], re.IGNORECASE)
    said = [re.sub(r"%\(\w+\)s|<[^>]+>", "", text) for entry in catalogue for text in strings(entry)]
    assert [text for text in said if avoided.search(text)] == []


@pytest.mark.parametrize(("variant", "base"), catalogues.BASES.items())
def test_a_variant_says_otherwise_wherever_its_base_has_words_of_the_other_country(variant, base):
    avoided = re.compile(AVOIDED[variant], re.IGNORECASE)
    own, said = (catalogues.held(catalogues.path_of(one)) for one in (variant, base))
    read = {one: own.get(one, entry) for one, entry in said.items() if one in MARKED and one.context != "address"}
    words = {one.singular: re.sub(r"%\(\w+\)s|<[^>]+>", "", " ".join(strings(entry))) for one, entry in read.items()}
    assert {one: text for one, text in words.items() if avoided.search(text)} == {}


#: The last column of the project's words, and words of machines for which both languages have their own.
AVOIDED = {
    "es": r"\b(asientos?|administrador\w*|partenariados?|gemelaci\w+|llamadas?|aplicaci(?:ón|ones)|ranking|parejas?"
    r"|donantes?/receptor\w*|aldonante|compuertas?|dispensas?|best practices?|viajes?|estados? de gastos|rechazad\w+"
    r"|clic|cliqu\w+|click|submit|login|e-?mails?|ok)\b",
    "pt_PT": r"\b(partenariados?|gemelaç\w+|ranking|comportas?|dispensas?|best practices?|rejeitad\w+|secretarias?"
    r"|prefeit\w+|editais|edital|arquivos?|usuári\w+|senhas?|telas?|planilhas?|baixar|você|celular\w*|equipe|login|emails?|ok)\b",
    "pt": r"\b(partenariados?|gemelaç\w+|ranking|comportas?|dispensas?|best practices?|em espécie|rejeitad\w+"
    r"|clicar|clique|click|submit|login|emails?|ok|palavra-passe|ficheiros?)\b",
}


def test_the_compiled_catalogue_says_the_same(catalogue):
    """What Babel compiles, and Django reads, is what stands in the file: nothing is skipped."""
    language = catalogue.metadata["Language"]
    source = read_po(io.BytesIO(catalogues.path_of(language).read_bytes()), locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, source)
    read = read_mo(io.BytesIO(compiled.getvalue()))
    assert len(read) == len(catalogue)
