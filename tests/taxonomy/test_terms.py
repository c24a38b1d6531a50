"""The table of terms follows the files."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.codelists import Vocabulary
from entreciudades.taxonomy.models import Term
from entreciudades.taxonomy.services import Counts, sync_terms

pytestmark = pytest.mark.django_db


def without(term):
    """The shipped vocabulary, one term less."""
    shipped = codelists.load()
    return replace(shipped, terms=MappingProxyType({id_: row for id_, row in shipped.terms.items() if id_ != term}))


def with_label(term, text):
    """The shipped vocabulary, with another Spanish label on one term."""
    shipped = codelists.load()
    labels = MappingProxyType({**shipped[term].labels, "es": text})
    return replace(shipped, terms=MappingProxyType({**shipped.terms, term: replace(shipped[term], labels=labels)}))


def test_after_migrate_the_table_holds_every_term():
    assert list(Term.objects.order_by("id").values_list("id", flat=True)) == sorted(codelists.load().terms)


def test_a_row_says_what_its_file_says():
    row = codelists.load()["sdg:11.2"]
    term = Term.objects.get(id="sdg:11.2")
    assert (term.codelist, term.code, term.labels) == ("sdg", "11.2", dict(row.labels))
    assert (term.parent_id, term.parent.colour, term.position, term.retired) == (
        "sdg:11",
        "#FD9D24",
        row.position,
        False,
    )
    assert str(term) == "sdg:11.2"


def test_syncing_again_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, terms, retired, release
        counts = sync_terms()
    assert counts == Counts(unchanged=len(codelists.load()))
    assert counts.written == 0


def test_a_term_that_left_the_files_is_kept_and_retired():
    counts = sync_terms(without("modality:event"))
    assert (counts.retired, counts.written) == (1, 1)
    assert Term.objects.get(id="modality:event").retired
    assert not Term.objects.current().filter(id="modality:event").exists()


def test_a_retired_term_that_comes_back_is_current_again():
    sync_terms(without("modality:event"))
    assert sync_terms() == Counts(changed=1, unchanged=len(codelists.load()) - 1)
    assert Term.objects.current().filter(id="modality:event").exists()


def test_a_new_label_changes_its_row_alone():
    counts = sync_terms(with_label("iuc:2", "Vivienda y hábitat"))
    assert (counts.changed, counts.written) == (1, 1)
    assert Term.objects.get(id="iuc:2").labels["es"] == "Vivienda y hábitat"


def test_an_empty_vocabulary_retires_and_deletes_nothing():
    sync_terms(Vocabulary(MappingProxyType({}), MappingProxyType({})))
    assert Term.objects.count() == len(codelists.load())
    assert not Term.objects.current().exists()


def test_migrating_brings_a_changed_row_back():
    Term.objects.filter(id="iuc:2").update(labels={"es": "otra cosa"})
    call_command("migrate", verbosity=0, interactive=False)
    assert Term.objects.get(id="iuc:2").labels["es"] == "Vivienda"


def test_terms_come_in_the_order_of_their_files():
    goals = Term.objects.in_codelist("sdg").filter(parent=None)
    assert [term.code for term in goals] == [str(goal) for goal in range(1, 18)]
    assert [term.code for term in Term.objects.get(id="sdg:8").children.all()][-3:] == ["8.10", "8.a", "8.b"]


def test_several_codelists_at_once():
    assert Term.objects.in_codelist("sector", "axis").count() == 10


def test_the_label_is_the_readers():
    with translation.override("pt"):
        assert str(Term.objects.get(id="iuc:12").label) == "Mobilidade urbana"


def test_one_code_stands_once_in_a_codelist():
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(id="sdg:again", codelist="sdg", code="11.2", position=999)
