"""What the search keeps of a call: its title, and its texts as far as they are published."""

from django.conf import settings

from entreciudades.calls.models import Call
from entreciudades.core.index import Entry, index
from entreciudades.core.labels import label
from entreciudades.core.models import Text


def index_call(call: Call) -> None:
    """Write the search entries of a call, one per language."""
    texts = list(Text.objects.of(call).exclude(published_body=None))
    entries = []
    for language, _name in settings.CONTENT_LANGUAGES:
        words = [label(call.methodology.title, language).text]
        words.extend(text.published_body or "" for text in texts if text.language == language)
        entries.append(Entry(language, label(call.titles, language).text, " ".join(words)))
    index(call, entries=entries)
