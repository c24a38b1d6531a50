"""The extraction finds every way in which the product marks words."""

import pytest
from scripts import catalogues
from scripts.catalogues import Message

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
one = _("a word")
two = gettext_lazy("in " "two pieces")
three = ngettext("%(n)d city", "%(n)d cities", n)
four = pgettext("verb", "Sign in")
five = f"{_('inside')}"
not_marked = "loose"
"""
TEMPLATE = """
{% load i18n %}
{% comment %} not "this" {% endcomment %}
    <p title="{% translate "a title" %}">it's loose, (and "odd</p>
  {% translate "Done" context "stage" as done %}
{% blocktranslate with name=x.name %}Of {{ name }}, 100 %{% endblocktranslate %}
      {% blocktranslate count n=n context "cities" %}{{ n }} city{% plural %}{{ n }} cities{% endblocktranslate %}
{% include "part.html" with text=_("in a filter") only %}
{% blocktranslate trimmed %}
  two
  lines
{% endblocktranslate %}
"""


def test_python(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(PYTHON)
    assert list(catalogues.marked_in(path)) == [
        Message(None, "a word", ""),
        Message(None, "in two pieces", ""),
        Message(None, "%(n)d city", "%(n)d cities"),
        Message("verb", "Sign in", ""),
        Message(None, "inside", ""),
    ]


def test_templates(tmp_path):
    path = tmp_path / "one.html"
    path.write_text(TEMPLATE)
    assert list(catalogues.marked_in(path)) == [
        Message(None, "a title", ""),
        Message("stage", "Done", ""),
        Message(None, "Of %(name)s, 100 %%", ""),
        Message("cities", "%(n)s city", "%(n)s cities"),
        Message(None, "in a filter", ""),
        Message(None, "two lines", ""),
    ]


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A product of one file, with no catalogue yet."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    (tmp_path / "one.py").write_text('_("kept"); _("gone")')
    return tmp_path


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["catalogues.py", *arguments])
    return catalogues.main()


def test_translations_are_kept_new_words_come_empty_and_what_is_gone_goes(small, monkeypatch):
    assert run(monkeypatch, "--check") == 1  # no catalogue yet, and none is written
    assert not (small / "locale").exists()
    assert run(monkeypatch) == 0
    path = catalogues.path_of("es")
    path.write_text(path.read_text().replace('msgid "kept"\nmsgstr ""', 'msgid "kept"\nmsgstr "queda"'))
    assert run(monkeypatch, "--check") == 0
    (small / "one.py").write_text('_("new"); _("kept")')
    assert run(monkeypatch, "--check") == 1
    assert run(monkeypatch) == 0
    assert run(monkeypatch, "--check") == 0
    text = path.read_text()
    assert 'msgid "kept"\nmsgstr "queda"' in text
    assert 'msgid "new"\nmsgstr ""' in text
    assert "gone" not in text


def test_a_word_marked_alone_and_with_its_plural_is_one_message(small):
    (small / "two.py").write_text('_("city"); ngettext("city", "cities", n)')
    (small / "three.py").write_text('_("city")')
    assert catalogues.marked()[Message(None, "city", "cities")] == ["three.py", "two.py"]
    assert Message(None, "city", "") not in catalogues.marked()
