"""No word that people read stands unmarked in a template, in Python or in JavaScript."""

import ast
import re
from html.parser import HTMLParser

import pytest
from scripts import catalogues

#: The page for those who write templates, in the demonstration alone; and tables that no form shows.
WORKSHOP = ("public/components.html", "web/components.py", "taxonomy/models.py")
TEMPLATES = [
    path
    for path in catalogues.sources()
    if path.suffix in catalogues.TEMPLATES and not path.as_posix().endswith(WORKSHOP)
]
MODULES = [path for path in catalogues.sources() if path.suffix == ".py" and not path.as_posix().endswith(WORKSHOP)]
SCRIPTS = sorted((catalogues.SOURCE / "web/static_src/js").rglob("*.js"))

#: Names, and signs that are the same in every language.
SAME_EVERYWHERE = {"Entreciudades", "PDF", "DOCX", "Word", "EUPL", "CC", "BY", "SA", "UTC", "v"}
READ_ATTRIBUTES = {"title", "aria-label", "aria-description", "placeholder", "alt", "data-label", "label"}
BUTTONS = {"submit", "button", "reset"}
#: What includes and blocks are given to show.
SHOWN_ARGUMENTS = {"title", "text", "action", "submit", "caption", "lead", "name_shown", "says", "heading"}

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
MARKED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", re.DOTALL)
ATTRIBUTES = re.compile(r"\{%\s*block \w*attributes\s*%\}.*?endblock.*?%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ARGUMENT = re.compile(r"\b(\w+)=\"([^\"]*[^\W\d_][^\"]*)\"")
DEFAULT = re.compile(r"\|(?:default|default_if_none|pluralize):\"([^\"]*[^\W\d_][^\"]*)\"")
LETTERS = re.compile(r"[^\W\d_]{2,}|[^\W\d_]+")


def words(text):
    """The words of a text that are not the same in every language."""
    return [word for word in LETTERS.findall(re.sub(r"&\w+;", "", text)) if word not in SAME_EVERYWHERE]


class Loose(HTMLParser):
    """Collects what a reader would read, or hear, in a page from which all tags of templates are gone."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style"}
        given = dict(attrs)
        read = [value for name, value in attrs if name in READ_ATTRIBUTES and value]
        if tag == "input" and given.get("type") in BUTTONS:
            read.append(given.get("value") or "")
        if tag == "meta" and given.get("name") == "description":
            read.append(given.get("content") or "")
        self.found += [text for text in read if words(text)]

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self.silent and words(data):
            self.found.append(data.strip())


def loose_in(template):
    """Texts of a template that stand outside of the tags that translate."""
    text = ATTRIBUTES.sub("", MARKED.sub("", COMMENT.sub("", template)))
    shown = [value for tag in TAG.findall(text) for name, value in ARGUMENT.findall(tag) if name in SHOWN_ARGUMENTS]
    shown += [value for tag in TAG.findall(text) for value in DEFAULT.findall(tag)]
    page = Loose()
    page.feed(TAG.sub("", text))
    page.close()
    return shown + page.found


def test_templates():
    found = {str(path.relative_to(catalogues.SOURCE)): loose_in(path.read_text()) for path in TEMPLATES}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("template", "loose"),
    [
        ("<p>Loose</p>", ["Loose"]),
        ('<a title="Loose">{% translate "fine" %}</a>', ["Loose"]),
        ('<img alt="A city">', ["A city"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ('<input type="hidden" name="next" value="here">', []),
        ('{{ name|default:"nobody" }}', ["nobody"]),
        ('{% include "part.html" with title="Loose" icon="lock" %}', ["Loose"]),
        ("{% blocktranslate %}Of {{ name }}{% endblocktranslate %} · <b>Entreciudades</b>", []),
        ("{# a note #}{% comment %}<p>another</p>{% endcomment %}", []),
        ("<p>{% if one %}yes{% endif %}</p>", ["yes"]),
    ],
)
def test_what_is_found_in_a_template(template, loose):
    assert loose_in(template) == loose


#: Keywords that name a text shown to people, wherever they stand.
SHOWN_KEYWORDS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "violation_error_message"}
NAMED_FIELDS = {"LabelsField", "PartialDateField"}
SHOWN_NAMES = {"verbose_name", "verbose_name_plural"}
#: Calls whose text, at this place among the arguments, is shown to people.
SHOWN_CALLS = {"success": 1, "error": 1, "warning": 1, "info": 1, "ValidationError": 0, "add_error": 1, "UserError": 0}


def is_loose(node):
    """Whether an expression is a text with words in it, written out or put together in place."""
    if isinstance(node, ast.JoinedStr):
        return any(is_loose(one) for one in node.values)
    if isinstance(node, ast.BinOp):
        return is_loose(node.left)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(words(node.value))


def loose_in_python(text):
    """Lines at which Python hands an unmarked text to people."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            owner = getattr(getattr(node.func, "value", None), "id", "")
            is_shown = name[:1].isupper() or name == "add_error" or owner == "messages"
            place = SHOWN_CALLS.get(name) if is_shown else None
            shown = [one.value for one in node.keywords if one.arg in SHOWN_KEYWORDS]
            shown += node.args[place : place + 1] if place is not None else []
            shown += node.args[:1] if name in NAMED_FIELDS or (name.endswith("Field") and owner == "models") else []
            # A marked text that is put together before it is marked is found by no one.
            shown += [one for one in node.args[:1] if name in catalogues.PYTHON and isinstance(one, ast.JoinedStr)]
            yield from (node.lineno for one in shown if is_loose(one))
        if isinstance(node, ast.ClassDef):
            assigned = [
                one for one in node.body if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
            ]
            are_choices = any(ast.unparse(base).endswith("Choices") for base in node.bases)
            for one in assigned:
                value = one.value.elts[-1] if are_choices and isinstance(one.value, ast.Tuple) else one.value
                if (are_choices or one.targets[0].id in SHOWN_NAMES) and is_loose(value):
                    yield one.lineno


def test_python():
    found = {str(path.relative_to(catalogues.SOURCE)): list(loose_in_python(path.read_text())) for path in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('messages.success(request, "Saved.")', [1]),
        ('messages.success(request, _("Saved."))', []),
        ('messages.error(request, f"{name} is gone")', [1]),
        ('name = forms.CharField(label="Name")', [1]),
        ('name = models.CharField("name", max_length=3)', [1]),
        ('name = LabelsField(_("name"))', []),
        ('raise ValidationError("Too long.")', [1]),
        ('class Kind(TextChoices):\n    CITY = "city", "City"', [2]),
        ('class Kind(TextChoices):\n    CITY = "city", _("City")', []),
        ('_(f"{name} is gone")', [1]),
        ('class Meta:\n    verbose_name = "city"', [2]),
    ],
)
def test_what_is_found_in_python(text, lines):
    assert list(loose_in_python(text)) == lines


LAZY_OR_NOT = "django.utils.translation"
CACHED = re.compile(r"\b(?:lru_)?cache\b")  # not never_cache, which keeps nothing


def frozen_in(text):
    """Lines at which a text is translated while a module loads, or once for all in a cache: for one language only."""
    tree = ast.parse(text)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == LAZY_OR_NOT]
    eager = {
        name.asname or name.name
        for node in imports
        for name in node.names
        if not name.name.endswith(("_lazy", "_noop"))
    }

    def walk(node, is_late):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in eager & set(catalogues.PYTHON)
            and not is_late
        ):
            yield node.lineno
        for child in ast.iter_child_nodes(node):
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            is_cached = any(CACHED.search(ast.unparse(one)) for one in getattr(child, "decorator_list", []))
            yield from walk(child, (is_late or is_function) and not (is_function and is_cached))

    yield from walk(tree, is_late=False)


def nameless_in(text):
    """Lines of fields of a form that have no label: Django would make one of their English name."""
    for form in [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]:
        if not any(ast.unparse(base).endswith("Form") for base in form.bases):
            continue
        for node in form.body:
            call = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(call, ast.Call):
                made = ast.unparse(call.func)
                if made.endswith("Field") and "label" not in {one.arg for one in call.keywords}:
                    yield node.lineno


@pytest.mark.parametrize("look", [frozen_in, nameless_in])
def test_every_reader_gets_their_own_words(look):
    found = {str(path.relative_to(catalogues.SOURCE)): list(look(path.read_text())) for path in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('NAME = gettext("city")', [2]),
        ('NAME = gettext_lazy("city")', []),
        ('def name():\n    return gettext("city")', []),
        ('@cache\ndef name():\n    return gettext("city")', [4]),
    ],
)
def test_what_is_found_frozen(text, lines):
    assert list(frozen_in(f"from django.utils.translation import gettext, gettext_lazy\n{text}")) == lines


def test_what_is_found_nameless():
    assert list(nameless_in("class A(forms.Form):\n    name = forms.CharField()")) == [2]
    assert list(nameless_in("class A(forms.Form):\n    name = forms.CharField(label=_('Name'))")) == []
    assert list(nameless_in("class A(models.Model):\n    name = models.CharField()")) == []


def test_scripts_take_their_words_from_the_page():
    """No sentence stands in JavaScript: what it shows is in the page, in the reader's language."""
    sentence = re.compile(r"[\"'`]([^\"'`\n]*[^\W\d_]{2,} [^\W\d_]{2,}[^\"'`\n]*)[\"'`]")
    found = {}
    for path in SCRIPTS:
        code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL if "/*" in path.read_text() else 0)
        if sentences := sentence.findall(code):
            found[path.name] = sentences
    assert found == {}


ALIAS = re.compile(r"import (?:n?p?gettext(?:_lazy|_noop)?) as (\w+)")


def test_every_name_of_a_marking_function_is_known_to_the_extraction():
    aliases = {name for path in MODULES for name in ALIAS.findall(path.read_text())}
    assert aliases - catalogues.PYTHON == set()
