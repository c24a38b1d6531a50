"""Writes ODS (ODF 1.3), with the same properties as an XLSX: headers that stay in sight, lists to choose from."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from entreciudades.spreadsheets.book import Value
from entreciudades.spreadsheets.faults import letters
from entreciudades.spreadsheets.ods import ODS
from entreciudades.spreadsheets.plain import kept
from entreciudades.spreadsheets.plan import Column, Help, Plan, choices_ranges, explanation

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{name: _ODF.format(name) for name in ("office", "table", "text", "style", "meta", "config", "manifest")},
        "number": _ODF.format("datastyle"),
        "fo": _ODF.format("xsl-fo-compatible"),
        "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
        "dc": "http://purl.org/dc/elements/1.1/",
        "ooo": "http://openoffice.org/2004/office",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONG, _TEXT = '<number:{} number:style="long"/>', "<number:text>{}</number:text>"
_DAY = _TEXT.format("-").join(_LONG.format(part) for part in ("year", "month", "day"))
_CLOCK = _TEXT.format(":").join(_LONG.format(part) for part in ("hours", "minutes", "seconds"))
_DATA_STYLES = {
    "text": ("text-style", "<number:text-content/>"),
    "date": ("date-style", _DAY),
    "moment": ("date-style", _DAY + _TEXT.format(" ") + _CLOCK),
    "yes-no": ("boolean-style", "<number:boolean/>"),
    "number": ("number-style", '<number:number number:min-integer-digits="1"/>'),
}
_HEAD_STYLE = (
    '<style:style style:name="head" style:family="table-cell" style:data-style-name="N-text">'
    '<style:table-cell-properties fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>'
)
_STYLES = _HEAD_STYLE + "".join(
    f'<number:{tag} style:name="N-{kind}">{content}</number:{tag}>'
    f'<style:style style:name="{kind}" style:family="table-cell" style:data-style-name="N-{kind}"/>'
    for kind, (tag, content) in _DATA_STYLES.items()
)
_FROZEN = {
    "HorizontalSplitMode": ("short", "0"),
    "VerticalSplitMode": ("short", "2"),
    "HorizontalSplitPosition": ("int", "0"),
    "VerticalSplitPosition": ("int", "1"),
    "ActiveSplitRange": ("short", "2"),
    "PositionLeft": ("int", "0"),
    "PositionRight": ("int", "0"),
    "PositionTop": ("int", "0"),
    "PositionBottom": ("int", "1"),
}
_BLANK_ROWS = 1000  # below the last one, with the styles and lists of their columns
_HELP = (Column("", width=20), Column("", width=30), Column("", width=80))
_CENTIMETRES = Decimal("0.2")  # of a character
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"^ +| {2,}| +$")


def ods_bytes(plans: Sequence[Plan], *, title: str, made_at: dt.datetime, explained: Help | None) -> bytes:
    """Return the plans as ODS. Line breaks come back as LF; control characters, which XML has not, are left out."""
    data = io.BytesIO()
    moment = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
    names = [plan.name for plan in plans] + ([explained.name] if explained is not None else [])
    parts: dict[str, Iterable[str]] = {
        "content.xml": _content(plans, explained),
        "styles.xml": [f'{_HEAD}<office:document-styles {_NAMESPACES} office:version="1.3"/>'],
        "meta.xml": [_meta(title, made_at)],
        "settings.xml": [_settings(names)],
        "META-INF/manifest.xml": [_manifest()],
    }
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", moment), ODS, zipfile.ZIP_STORED)
        for name, texts in parts.items():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(part, "w") as stream:
                for text in texts:
                    stream.write(text.encode())
    return data.getvalue()


def _content(plans: Sequence[Plan], explained: Help | None) -> Iterator[str]:
    yield f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>{_STYLES}'
    widths = {column.width for plan in plans for column in (*plan.columns, *_HELP)}
    for width in sorted(widths):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * _CENTIMETRES}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    validations = _validations(plans, explained)
    yield f"<table:content-validations>{''.join(validations.values())}</table:content-validations>" * bool(validations)
    filtered = []
    for number, plan in enumerate(plans):
        height = yield from _sheet(plan, validations)
        area = _area(plan.name, (1, 1), (len(plan.columns), height))
        filtered.append(
            f'<table:database-range table:name="__Anonymous_Sheet_DB__{number}" table:display-filter-buttons="true"'
            f" table:target-range-address={quoteattr(area)}/>"
        )
    if explained is not None:
        yield from _help(plans, explained)
    yield f"<table:database-ranges>{''.join(filtered)}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _sheet(plan: Plan, validations: dict[tuple[str, str], str]) -> Generator[str, None, int]:
    """Yield a sheet; returns its height."""
    names = [
        f"list-{list(validations).index(key)}" if (key := (plan.name, column.header)) in validations else ""
        for column in plan.columns
    ]
    opening = [
        f"<table:table-cell table:content-validation-name={quoteattr(name)}" if name else "<table:table-cell"
        for name in names
    ]
    yield _table(plan.name, plan.columns)
    yield _row("".join(_cell('<table:table-cell table:style-name="head"', column.header) for column in plan.columns))
    height = 1
    for values in plan.rows:
        height += 1
        yield _row("".join(_cell(start, kept(value)) for start, value in zip(opening, values, strict=True)))
    yield _row("".join(f"{start}/>" for start in opening), times=_BLANK_ROWS)
    yield "</table:table>"
    return height


def _help(plans: Sequence[Plan], explained: Help) -> Iterator[str]:
    yield _table(explained.name, _HELP)
    for number, texts in enumerate(explanation(plans, explained)):
        start = f'<table:table-cell table:style-name="{"text" if number else "head"}"'
        yield _row("".join(_cell(start, text or None) for text in texts))
    yield "</table:table>"


def _table(name: str, columns: Iterable[Column]) -> str:
    texts = (
        f'<table:table-column table:style-name="w{column.width}" table:default-cell-style-name="{column.kind}"/>'
        for column in columns
    )
    return f"<table:table table:name={quoteattr(name)}>{''.join(texts)}\n"


def _row(cells: str, *, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{cells}</table:table-row>\n"


def _cell(start: str, value: Value) -> str:
    """Return a cell; `start` is its tag as far as its style and its list."""
    if value is None:
        return f"{start}/>"
    if isinstance(value, bool):
        return f'{start} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, Decimal):
        return f'{start} office:value-type="float" office:value="{value:f}"/>'
    if isinstance(value, str):
        return f'{start} office:value-type="string">{_paragraphs(value)}</table:table-cell>'
    style = (
        "" if "style-name" in start else f' table:style-name="{"moment" if isinstance(value, dt.datetime) else "date"}"'
    )
    return f'{start}{style} office:value-type="date" office:date-value="{value.isoformat()}"/>'


def _paragraphs(text: str) -> str:
    lines = _NO_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_line(line)}</text:p>" for line in lines)


def _line(text: str) -> str:
    return _SPACES.sub(_space, escape(text)).replace("\t", "<text:tab/>")


def _space(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def _validations(plans: Sequence[Plan], explained: Help | None) -> dict[tuple[str, str], str]:
    """Return the lists to choose from, by sheet and header."""
    if explained is None:
        return {}
    ranges = choices_ranges(plans)
    return {
        key: f'<table:content-validation table:name="list-{number}" table:condition='
        + quoteattr(
            f"of:cell-content-is-in-list([{_area(explained.name, (column, first), (column, last), fixed='$')}])"
        )
        + ' table:allow-empty-cell="true"><table:error-message table:message-type="warning" table:display="true"/>'
        "</table:content-validation>"
        for number, (key, (column, first, last)) in enumerate(ranges.items())
    }


def _area(sheet: str, first: tuple[int, int], last: tuple[int, int], *, fixed: str = "") -> str:
    """Return a range as ODF writes it, `$'Hoja 1'.$A$1:.$B$2`; a corner is column and row."""
    name = "'{}'".format(sheet.replace("'", "''"))
    one, other = (f".{fixed}{letters(column)}{fixed}{row}" for column, row in (first, last))
    return f"{fixed}{name}{one}:{'' if fixed else name}{other}"


def _meta(title: str, made_at: dt.datetime) -> str:
    return (
        f'{_HEAD}<office:document-meta {_NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(title)}</dc:title>"
        f"<meta:creation-date>{made_at:%Y-%m-%dT%H:%M:%S}</meta:creation-date></office:meta></office:document-meta>"
    )


def _settings(names: Sequence[str]) -> str:
    """Return how the sheets are seen: the first line stays."""
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>{_items(_FROZEN)}</config:config-item-map-entry>"
        for name in names
    )
    return (
        f'{_HEAD}<office:document-settings {_NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{_items({'ViewId': ('string', 'view1')})}"
        f'<config:config-item-map-named config:name="Tables">{views}</config:config-item-map-named>'
        f"{_items({'ActiveTable': ('string', names[0])})}</config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
    )


def _items(values: dict[str, tuple[str, str]]) -> str:
    return "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{escape(value)}</config:config-item>'
        for name, (kind, value) in values.items()
    )


def _manifest() -> str:
    parts = {"/": ODS, **dict.fromkeys(("content.xml", "styles.xml", "meta.xml", "settings.xml"), "text/xml")}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in parts.items()
    )
    return f'{_HEAD}<manifest:manifest {_NAMESPACES} manifest:version="1.3">{entries}</manifest:manifest>'
