"""Spreadsheets that are refused, made in code: each with its name, its reason and where it is found."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.spreadsheets.made import MAIN, ODF, ODS, cells, ods, said, table, xlsx, xlsx_parts, zipped

from entreciudades.spreadsheets import Refusal

ONE = "<c><v>1</v></c>"
ROWS = cells([ONE])
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)


@dataclass(frozen=True)
class Hostile:
    """A file that is refused."""

    title: str
    name: str
    make: Callable[[], bytes]
    code: Refusal
    where: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


def half() -> bytes:
    data = xlsx(ROWS)
    return data[: len(data) // 2]


def broken_bytes() -> bytes:
    parts = {name: text for name, text in xlsx_parts(ROWS).items() if name != "xl/worksheets/sheet1.xml"}
    data = zipped(
        {**parts, "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{ROWS}</worksheet>'}, zipfile.ZIP_STORED
    )
    return data.replace(b"<v>1</v>", b"<v>2</v>")


def encrypted_part() -> bytes:
    data = bytearray(xlsx(ROWS))
    data[data.rfind(b"PK\1\2") + 8] |= 1
    return bytes(data)


def path(name: str) -> bytes:
    return xlsx(ROWS, extra={name: "x"})


def twice() -> bytes:
    data = bytearray(xlsx(ROWS, extra={"xl/one.xml": "x", "xl/two.xml": "x"}))
    return bytes(data).replace(b"xl/two.xml", b"xl/one.xml")


def overlap() -> bytes:
    """The list of parts names one part's bytes under two names."""
    data = bytearray(xlsx(ROWS, extra={"xl/one.xml": "x" * 50, "xl/two.xml": "x" * 50}))
    first, second = (data.rfind(b"PK\1\2", 0, data.rfind(name)) for name in (b"xl/one.xml", b"xl/two.xml"))
    data[second + 42 : second + 46] = struct.pack("<L", struct.unpack_from("<L", data, first + 42)[0] + 10)
    return bytes(data)


def many_parts() -> bytes:
    return zipped(dict.fromkeys((f"xl/{number}.xml" for number in range(2_500)), ""), zipfile.ZIP_STORED)


def long_list() -> bytes:
    """A list of parts that is longer than a spreadsheet's: it is not even read."""
    return zipped(dict.fromkeys((f"xl/{'x' * 400}{number}.xml" for number in range(4_000)), ""), zipfile.ZIP_STORED)


def million_rows() -> bytes:
    return xlsx(
        "<sheetData>" + "".join(f"<row><c><v>{n * 7919}</v></c></row>" for n in range(1_000_000)) + "</sheetData>"
    )


def linked_dde() -> bytes:
    part = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    book = '<externalReferences><externalReference r:id="e"/></externalReferences>'
    extra = {"xl/externalLinks/externalLink1.xml": part}
    return xlsx(cells([ONE], ["<c><f>[1]!A0</f><v>1</v></c>"]), extra=extra, book=book)


def macro_content_type() -> bytes:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = f'<Types xmlns="x"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    return xlsx(ROWS, extra={"[Content_Types].xml": types})


def locked_ods() -> bytes:
    manifest = (
        f'<m:manifest xmlns:m="{ODF}:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    return ods(table([said("a")]), extra={"META-INF/manifest.xml": manifest})


def doctype_ods() -> bytes:
    return zipped({"mimetype": ODS, "content.xml": f"{LAUGHS}<x>&b;</x>"})


SHEET = "xl/worksheets/sheet1.xml"
ZEROS = "0" * 30_000_000
LINK = '<script:event-listener script:language="ooo:script" xlink:href="vnd.sun.star.script:x"/>'

HOSTILE = [
    # no spreadsheet at all
    Hostile("no byte", "a.xlsx", bytes, Refusal.EMPTY),
    Hostile("a book without a value", "a.xlsx", lambda: xlsx(cells([])), Refusal.EMPTY),
    Hostile("a CSV of empty lines", "a.csv", lambda: b"\n,,\n", Refusal.EMPTY),
    Hostile(
        "more bytes than are read", "a.csv", lambda: b"a,b\n" * 6_250_001, Refusal.TOO_BIG, "", {"limit": 25_000_000}
    ),
    Hostile("a PDF", "a.xlsx", lambda: b"%PDF-1.7\n", Refusal.UNKNOWN, "", {"found": "pdf"}),
    Hostile(
        "a page of the web", "a.xls", lambda: b"\xef\xbb\xbf <HTML><table>", Refusal.UNKNOWN, "", {"found": "html"}
    ),
    Hostile("a picture", "a.csv", lambda: b"\x89PNG\r\n", Refusal.UNKNOWN, "", {"found": "png"}),
    Hostile("bytes that are no text", "a.csv", lambda: b"a,\0\1\2b\n" * 9, Refusal.UNKNOWN, "", {"found": ""}),
    Hostile(
        "a Word file",
        "a.xlsx",
        lambda: zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
        Refusal.UNKNOWN,
        "",
        {"found": "docx"},
    ),
    Hostile(
        "a binary XLSB",
        "a.xlsx",
        lambda: zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}),
        Refusal.UNKNOWN,
        "",
        {"found": "xlsb"},
    ),
    Hostile("an archive", "a.xlsx", lambda: zipped({"a.txt": "a"}), Refusal.UNKNOWN, "", {"found": "zip"}),
    Hostile(
        "an OpenDocument text",
        "a.ods",
        lambda: zipped({"mimetype": ODS.replace(b"spreadsheet", b"text")}),
        Refusal.UNKNOWN,
        "",
        {"found": "text"},
    ),
    Hostile("an XLS of before 2007", "a.xls", lambda: COMPOUND, Refusal.OLD_FORMAT),
    Hostile(
        "a CSV called XLSX",
        "a.xlsx",
        lambda: b"a,b\n1,2\n",
        Refusal.NOT_WHAT_IT_SAYS,
        "",
        {"said": "xlsx", "found": "csv"},
    ),
    Hostile(
        "an ODS called XLSX",
        "a.xlsx",
        lambda: ods(table([said("a")])),
        Refusal.NOT_WHAT_IT_SAYS,
        "",
        {"said": "xlsx", "found": "ods"},
    ),
    # locked
    Hostile(
        "an XLSX with a password",
        "a.xlsx",
        lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        Refusal.ENCRYPTED,
    ),
    Hostile("a part with a password", "a.xlsx", encrypted_part, Refusal.ENCRYPTED, SHEET),
    Hostile("an ODS with a password", "a.ods", locked_ods, Refusal.ENCRYPTED, "META-INF/manifest.xml"),
    # damaged
    Hostile("half a file", "a.xlsx", half, Refusal.DAMAGED),
    Hostile("a byte that changed", "a.xlsx", broken_bytes, Refusal.DAMAGED, SHEET),
    Hostile("XML that ends early", "a.xlsx", lambda: xlsx("<sheetData><row>"), Refusal.DAMAGED, SHEET),
    Hostile(
        "a text that is not there",
        "a.xlsx",
        lambda: xlsx(cells(['<c t="s"><v>99</v></c>'])),
        Refusal.DAMAGED,
        "Hoja!A1",
    ),
    Hostile(
        "a number that is none", "a.xlsx", lambda: xlsx(cells(["<c><v>1e99999</v></c>"])), Refusal.DAMAGED, "Hoja!A1"
    ),
    Hostile(
        "rows that go back",
        "a.xlsx",
        lambda: xlsx(f'<sheetData><row r="9">{ONE}</row><row r="3">{ONE}</row></sheetData>'),
        Refusal.DAMAGED,
        "Hoja!A9",
    ),
    Hostile(
        "two sheets of one name",
        "a.ods",
        lambda: ods(table([said("a")]) * 2),
        Refusal.DAMAGED,
        "Hoja",
    ),
    Hostile(
        "a sheet without its part",
        "a.xlsx",
        lambda: zipped({n: t for n, t in xlsx_parts(ROWS).items() if n != SHEET}),
        Refusal.DAMAGED,
        SHEET,
    ),
    # bombs
    Hostile("a part that unpacks to far more", "a.xlsx", lambda: xlsx(f"<a>{ZEROS}</a>"), Refusal.BOMB, SHEET),
    Hostile(
        "many small parts that unpack to far more",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={f"xl/{n}.xml": ZEROS[:990_000] for n in range(400)}),
        Refusal.BOMB,
    ),
    Hostile(
        "an archive in the archive",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={"xl/embeddings/b.xlsx": xlsx(ROWS)}),
        Refusal.NESTED,
        "xl/embeddings/b.xlsx",
    ),
    Hostile(
        "entities that laugh a billion times",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={SHEET: f"{LAUGHS}<worksheet>&b;</worksheet>"}),
        Refusal.ENTITIES,
        SHEET,
    ),
    Hostile(
        "an entity that reads a file",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={"xl/sharedStrings.xml": '<!DOCTYPE s SYSTEM "file:///etc/passwd"><s/>'}),
        Refusal.ENTITIES,
        "xl/sharedStrings.xml",
    ),
    Hostile("entities in an ODS", "a.ods", doctype_ods, Refusal.ENTITIES, "content.xml"),
    Hostile(
        "tags in tags without end", "a.xlsx", lambda: xlsx("<a>" * 5_000), Refusal.DAMAGED, SHEET, {"why": "depth"}
    ),
    Hostile(
        "tags without end",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={"xl/styles.xml": f"<a>{''.join(f'<b{n % 3000}/>' for n in range(510_000))}</a>"}),
        Refusal.DAMAGED,
        "xl/styles.xml",
        {"why": "endless"},
    ),
    Hostile(
        "merged cells without end",
        "a.xlsx",
        lambda: xlsx(cells([ONE], after="".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 60_000)))),
        Refusal.DAMAGED,
        "Hoja",
        {"why": "merged cells"},
    ),
    Hostile(
        "a tag without end",
        "a.xlsx",
        lambda: xlsx(f'<a b="{"".join(str(n) for n in range(900_000))}"/>'),
        Refusal.DAMAGED,
        SHEET,
        {"why": "endless tag"},
    ),
    # archives that no spreadsheet program makes
    Hostile(
        "a part outside the archive",
        "a.xlsx",
        lambda: path("xl/../../etc/cron.d/a"),
        Refusal.BAD_ARCHIVE,
        "xl/../../etc/cron.d/a",
        {"why": "path"},
    ),
    Hostile(
        "a part at the root of the disk",
        "a.xlsx",
        lambda: path("/etc/a"),
        Refusal.BAD_ARCHIVE,
        "/etc/a",
        {"why": "path"},
    ),
    Hostile("a part of Windows", "a.xlsx", lambda: path("C:\\a"), Refusal.BAD_ARCHIVE, "C:\\a", {"why": "path"}),
    Hostile("two parts of one name", "a.xlsx", twice, Refusal.BAD_ARCHIVE, "", {"why": "twice"}),
    Hostile("parts that share their bytes", "a.xlsx", overlap, Refusal.BAD_ARCHIVE, "xl/two.xml", {"why": "overlap"}),
    Hostile(
        "a packing that spreadsheets do not use",
        "a.xlsx",
        lambda: zipped(xlsx_parts(ROWS), zipfile.ZIP_LZMA),
        Refusal.BAD_ARCHIVE,
        "[Content_Types].xml",
        {"why": "method"},
    ),
    Hostile("thousands of parts", "a.xlsx", many_parts, Refusal.BAD_ARCHIVE, "", {"why": "parts"}),
    Hostile("a list of parts without end", "a.xlsx", long_list, Refusal.BAD_ARCHIVE, "", {"why": "parts"}),
    # programs
    Hostile(
        "macros of Visual Basic",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={"xl/vbaProject.bin": "x"}),
        Refusal.MACROS,
        "xl/vbaProject.bin",
    ),
    Hostile("an XLSM", "a.xlsm", macro_content_type, Refusal.MACROS, "xl/workbook.xml"),
    Hostile("an XLSM called XLSX", "a.xlsx", macro_content_type, Refusal.MACROS, "xl/workbook.xml"),
    Hostile(
        "macros of Excel 4",
        "a.xlsx",
        lambda: xlsx(ROWS, extra={"xl/macrosheets/sheet1.xml": "x"}),
        Refusal.MACROS,
        "xl/macrosheets/sheet1.xml",
    ),
    Hostile(
        "macros of LibreOffice",
        "a.ods",
        lambda: ods(table([said("a")]), extra={"Basic/Standard/Module1.xml": "x"}),
        Refusal.MACROS,
        "Basic/Standard/Module1.xml",
    ),
    Hostile("a program at a cell", "a.ods", lambda: ods(table([LINK, said("a")])), Refusal.MACROS, "Hoja!1"),
    Hostile(
        "DDE in a formula",
        "a.xlsx",
        lambda: xlsx(cells([ONE, "<c><f>cmd|'/c calc'!A0</f><v>0</v></c>"])),
        Refusal.DDE,
        "Hoja!B1",
        {"formula": "cmd|'/c calc'!A0"},
    ),
    Hostile("DDE behind a link", "a.xlsx", linked_dde, Refusal.DDE, "Hoja!A2", {"formula": "[1]!A0"}),
    Hostile(
        "DDE in an ODS",
        "a.ods",
        lambda: ods(table([said("a", 'table:formula="of:=DDE(&quot;soffice&quot;;&quot;b&quot;;&quot;c&quot;)"')])),
        Refusal.DDE,
        "Hoja!A1",
    ),
    # too large
    Hostile("a million rows", "a.xlsx", million_rows, Refusal.TOO_MANY_ROWS, "Hoja!100001", {"limit": 100_000}),
    Hostile(
        "a million lines", "a.csv", lambda: b"a,b\n" * 1_000_000, Refusal.TOO_MANY_ROWS, "100001", {"limit": 100_000}
    ),
    Hostile(
        "one row a million times",
        "a.ods",
        lambda: ods(
            table([said("a")]).replace("<table:table-row", '<table:table-row table:number-rows-repeated="1000000"')
        ),
        Refusal.TOO_MANY_ROWS,
        "Hoja!100001",
        {"limit": 100_000},
    ),
    Hostile(
        "a value in the last column",
        "a.xlsx",
        lambda: xlsx(cells(['<c r="XFD1"><v>1</v></c>'])),
        Refusal.TOO_MANY_COLUMNS,
        "Hoja!XFD1",
        {"limit": 500},
    ),
    Hostile(
        "one cell a thousand times",
        "a.ods",
        lambda: ods(table([said("a", 'table:number-columns-repeated="1000"')])),
        Refusal.TOO_MANY_COLUMNS,
        "Hoja!ALL1",
        {"limit": 500},
    ),
    Hostile(
        "a line of a thousand fields", "a.csv", lambda: b"a," * 1_000, Refusal.TOO_MANY_COLUMNS, "SG1", {"limit": 500}
    ),
    Hostile("sixty sheets", "a.xlsx", lambda: xlsx(*[ROWS] * 60), Refusal.TOO_MANY_SHEETS, "", {"limit": 50}),
    Hostile(
        "sixty sheets of an ODS",
        "a.ods",
        lambda: ods("".join(table([said("a")], name=f"H{n}") for n in range(60))),
        Refusal.TOO_MANY_SHEETS,
        "",
        {"limit": 50},
    ),
    Hostile(
        "a cell with a book in it",
        "a.xlsx",
        lambda: xlsx(cells([f'<c t="inlineStr"><is><t>{ZEROS[:200_000]}</t></is></c>'])),
        Refusal.TOO_MUCH_TEXT,
        "Hoja!A1",
        {"limit": 100_000},
    ),
    Hostile(
        "ten million spaces in one tag",
        "a.ods",
        lambda: ods(table([said('<text:s text:c="9999999"/>')])),
        Refusal.TOO_MUCH_TEXT,
        "Hoja!A1",
        {"limit": 100_000},
    ),
    Hostile(
        "a field with a book in it",
        "a.csv",
        lambda: b"a\n" + b"b" * 200_000,
        Refusal.TOO_MUCH_TEXT,
        "2",
        {"limit": 100_000},
    ),
    Hostile("a quotation mark that nothing closes", "a.csv", lambda: b'a,b\n1,"2\n3,4\n', Refusal.QUOTES, "2"),
]
