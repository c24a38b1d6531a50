"""Read what a person fills: the text that is asked for, and the rows of sections, sheets and forms."""

from collections.abc import Collection

from entreciudades.methodologies.pack import Field, Words
from entreciudades.methodologies.reader import Table, each_once
from entreciudades.methodologies.vocabulary import DEFAULT_MAX_WORDS, DEFAULT_MIN_WORDS


def read_words(holder: Table, key: str = "text") -> Words | None:
    """The limits of a text; None when the pack asks for none here."""
    table = holder.table(key, example="{ min_words = 50, max_words = 300 }")
    if table is None:
        return None
    words = Words(
        min=table.whole("min_words", default=DEFAULT_MIN_WORDS),
        max=table.whole("max_words", default=DEFAULT_MAX_WORDS),
    )
    table.close()
    if words.min > words.max:
        table.wrong("max_words", found=f"at most {words.max} words", expected=f"no less than min_words, {words.min}")
    return words


def read_fields(holder: Table, key: str, *, blocks: Collection[str] = (), required: bool = False) -> tuple[Field, ...]:
    """The rows under *key*, in order. *blocks*: the data that such a row may show; without any it must be a text."""
    tables = holder.tables(key, required=required)
    fields = tuple(_read_field(table, blocks) for table in tables)
    each_once(tables, "key", (field.key for field in fields))
    return fields


def _read_field(table: Table, blocks: Collection[str]) -> Field:
    field = Field(
        key=table.key(),
        title=table.labels("title"),
        asks=table.labels("asks", required=False),
        words=read_words(table),
        shows=table.choices("shows", blocks) if blocks else (),
        required=table.flag("required", default=True),
    )
    if table.close() and "text" not in table and "shows" not in table:
        expected = "text or shows" if blocks else "text"
        table.wrong("text", found="nothing to fill", expected=expected, suggestion="Write text = { max_words = 300 }")
    return field
