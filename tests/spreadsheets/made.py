"""Spreadsheet files written by hand, tag by tag, so that a test can make what no spreadsheet program writes."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
XML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """An archive; parts are name -> text or bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def xlsx_parts(*sheets, extra=None, book="", states=None):
    """The parts of an XLSX whose sheets have this content below `worksheet`; the first is Hoja, then Hoja2 …"""
    seen = states or {}
    names = ["Hoja", *(f"Hoja{number}" for number in range(2, len(sheets) + 1))]
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{seen.get(number, "visible")}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XML}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="e" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="mmm\\-yy"/>'
        '<numFmt numFmtId="165" formatCode="[$-80A]d &quot;de&quot; mmmm;@"/><numFmt numFmtId="166" formatCode="yyyy"/>'
        '<numFmt numFmtId="167" formatCode="[Red]#,##0.00 &quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/>'
        '<xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Nombre</t></si><si><r><t>Ma</t></r><r><t>drid</t></r>'
        '<rPh sb="0" eb="1"><t>マ</t></rPh></si></sst>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
            for number, sheet in enumerate(sheets, 1)
        },
        **(extra or {}),
    }


def xlsx(*sheets, extra=None, book="", states=None):
    """An XLSX with the content of each sheet below `worksheet`."""
    return zipped(xlsx_parts(*sheets, extra=extra, book=book, states=states))


def cells(*rows, after=""):
    """The rows of a sheet: lists of tags of cells."""
    texts = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    return f"<sheetData>{texts}</sheetData>{after}"


def ods(tables, *, extra=None, styles="", before=""):
    """An ODS with these tables."""
    names = {
        "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle",
        "script": "script", "draw": "drawing",
    }  # fmt: skip
    spaces = " ".join(f'xmlns:{short}="{ODF}:{name}:1.0"' for short, name in names.items())
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    spaces += f' xmlns:calcext="{calc}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS, "content.xml": content, **(extra or {})})


def table(*rows, name="Hoja", columns="", attributes=""):
    """A sheet of an ODS: lists of tags of cells."""
    texts = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" {attributes}>{columns}{texts}</table:table>'


def said(text, attributes=""):
    """A cell of an ODS with a text."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'
