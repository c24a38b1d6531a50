"""What the search keeps of a programme: titles, terms, lines, activities; its texts as far as they are published."""

from django.conf import settings

from entreciudades.core.index import Entry, index
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.finding import words_for


def index_programme(programme: Programme) -> None:
    """Write the search entries of a programme, one per language."""
    labels = [programme.subtitles]
    for rows in (programme.lines, programme.projects, programme.activities):
        labels.extend(rows.values_list("titles", flat=True))
    terms = [*programme.sectors.all(), *programme.axes.all(), *programme.sdg_focus.all()]
    texts = list(Text.objects.of(programme).exclude(published_body=None))
    entries = []
    for language, _name in settings.CONTENT_LANGUAGES:
        words = [words_for(terms, language), *(label(one, language).text for one in labels)]
        words.extend(text.published_body or "" for text in texts if text.language == language)
        entries.append(Entry(language, label(programme.titles, language).text, " ".join(words)))
    index(programme, entries=entries)
