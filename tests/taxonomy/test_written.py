"""The written form of a term, ``codelist:code``."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.written import CODE, CODELIST, parts, written

slugs = st.from_regex(CODELIST, fullmatch=True)
codes = st.from_regex(CODE, fullmatch=True)


@given(slugs, codes)
def test_what_is_written_is_read_back(codelist, code):
    assert parts(written(codelist, code)) == (codelist, code)


@given(st.text())
def test_any_text_is_read_back_or_refused(text):
    try:
        found = parts(text)
    except ValueError:
        assert (
            not re.fullmatch(r"[a-z0-9-]+:[a-z0-9]+", text) or text[0] in "-0123456789" or "-:" in text or "--" in text
        )
    else:
        assert written(*found) == text


@pytest.mark.parametrize("text", ["", "sdg", "sdg:", ":11", "SDG:11", "sdg:11.", "sdg: 11", "sdg:11.2\n", "sdg:ñ"])
def test_sloppy_forms_are_refused(text):
    with pytest.raises(ValueError, match="is not a term"):
        parts(text)


def test_every_shipped_term_has_a_written_form():
    assert [parts(row.id) for row in codelists.load()] == [(row.codelist, row.code) for row in codelists.load()]
