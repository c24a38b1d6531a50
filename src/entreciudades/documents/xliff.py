"""Translations as XLIFF 1.2, for the tools of translators: texts go out in units, and come back.

Pure. A *part* is one ``<file>``: one text, or the short texts of one language. A *unit* is a paragraph or an item of a
list; the codes in it (`documents.codes`) are ``bpt`` and ``ept``, and ``ph`` for a character that XML cannot hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from entreciudades.documents.codes import Code, Kind, Token, alike, tokens_of, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
LARGEST: Final = 20 * 1024 * 1024
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")


class XliffRefused(ValueError):
    """A file that cannot be read at all. ``reason``: too-large, encoding, doctype, not-xml, not-xliff, schema."""

    def __init__(self, reason: str, *, line: int | None = None, found: str = "") -> None:
        super().__init__(f"{reason} {line or ''} {found}".strip())
        self.reason = reason
        self.line = line
        self.found = found


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that goes out; ``target`` is the translation that there is, empty where there is none."""

    id: str
    source: str
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A ``<file>`` that goes out; ``original`` says which text it is, and in which version."""

    original: str
    title: str
    source_language: str
    language: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A ``<file>`` that came in: the id of each unit with what its target holds, empty where that is empty.

    ``sources`` says what each unit was to translate, as plain text.
    """

    original: str
    language: str
    targets: dict[str, tuple[Token, ...]]
    sources: dict[str, str]


def write_xliff(parts: Iterable[Part]) -> bytes:
    """Write parts as an XLIFF 1.2 document in UTF-8; the same parts give the same bytes."""
    root = etree.Element(_q("xliff"), {"version": "1.2"}, nsmap={None: NAMESPACE})
    for part in parts:
        about = {
            "original": part.original,
            "source-language": part.source_language,
            "target-language": part.language,
            "datatype": "plaintext",
        }
        file = etree.SubElement(root, _q("file"), about)
        note = etree.SubElement(etree.SubElement(file, _q("header")), _q("note"))
        note.text = visible(part.title)
        body = etree.SubElement(file, _q("body"))
        for unit in part.units:
            _write_unit(body, unit)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def read_xliff(data: bytes) -> tuple[FoundPart, ...]:
    """Read what came back. Raises XliffRefused; entities and document types are refused before anything is parsed."""
    root = _parse(data)
    return tuple(_found(file) for file in root.iter(_q("file")))


def _write_unit(body: Any, unit: Unit) -> None:
    element = etree.SubElement(body, _q("trans-unit"), {"id": unit.id, _SPACE: "preserve"})
    tokens = tokens_of(unit.source)
    _write_tokens(etree.SubElement(element, _q("source")), tokens)
    target = alike(tokens, tokens_of(unit.target)) if unit.target else None
    if target:
        state = {"state": "needs-review-translation"}
        _write_tokens(etree.SubElement(element, _q("target"), state), target)
    for said in (unit.note, unit.target if unit.target and not target else ""):
        if said:
            etree.SubElement(element, _q("note")).text = visible(said)


def _write_tokens(element: Any, tokens: Iterable[Token]) -> None:
    last = None
    for token in tokens:
        if isinstance(token, Code):
            name = {"open": "bpt", "close": "ept", "alone": "ph"}[token.kind]
            last = etree.SubElement(element, _q(name), {"id": token.id, **_type_of(token)})
            last.text = visible(token.says)
        elif last is None:
            element.text = (element.text or "") + token
        else:
            last.tail = (last.tail or "") + token


def _type_of(code: Code) -> dict[str, str]:
    kinds = {"**": "bold", "*": "italic", "[": "link"}
    return {"ctype": kinds[code.says]} if code.kind == "open" else {}


def _parse(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise XliffRefused("too-large", found=str(len(data)))
    try:
        encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        text = _DECLARATION.sub("", data.decode(encoding))
    except UnicodeDecodeError as error:
        raise XliffRefused("encoding", found=str(error.start)) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise XliffRefused("doctype")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise XliffRefused("not-xml", line=error.lineno, found=str(error.msg)) from error
    if root.tag != _q("xliff") or root.get("version") != "1.2":
        raise XliffRefused("not-xliff", line=root.sourceline, found=str(root.tag))
    schema = _schema()
    if not schema.validate(root):
        first = schema.error_log[0]
        raise XliffRefused("schema", line=first.line, found=first.message)
    return root


@cache
def _schema() -> Any:
    data = files("entreciudades.documents").joinpath("data/xliff-1.2.rng").read_bytes()
    return etree.RelaxNG(etree.fromstring(data))


def _found(file: Any) -> FoundPart:
    targets: dict[str, tuple[Token, ...]] = {}
    sources: dict[str, str] = {}
    for unit in file.iter(_q("trans-unit")):
        target = unit.find(_q("target"))
        targets[unit.get("id")] = () if target is None else _joined(_read_tokens(target))
        sources[unit.get("id")] = "".join(unit.find(_q("source")).itertext())
    return FoundPart(file.get("original"), file.get("target-language") or "", targets, sources)


def _read_tokens(element: Any) -> Iterator[Token]:
    """Yield what a target holds; segments of a tool (``mrk``) are seen through, codes of its own are kept as such."""
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str):
            pass  # a comment says nothing
        elif child.tag == _q("mrk"):
            yield from _read_tokens(child)
        else:
            name = etree.QName(child).localname
            kind: Kind = "open" if name == "bpt" else "close" if name == "ept" else "alone"
            yield Code(kind, child.get("id") or name)
        yield child.tail or ""


def _joined(tokens: Iterable[Token]) -> tuple[Token, ...]:
    made: list[Token] = []
    for token in tokens:
        last = made[-1] if made else None
        if isinstance(token, str) and isinstance(last, str):
            made[-1] = last + token
        elif token:
            made.append(token)
    return () if all(isinstance(token, str) and not token.strip() for token in made) else tuple(made)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
