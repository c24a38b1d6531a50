"""Small office files, PDFs and pictures made in code: the good ones that hostile ones are made from."""

import io
import zipfile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("script", "script"),
        ("meta", "meta"),
    ]
)
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def packed(parts, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            part = zipfile.ZipInfo(name)  # of 1980, so that the same parts make the same bytes
            archive.writestr(part, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
        archive.comment = options.get("comment", b"")
    return out.getvalue()


def relationships(*rows):
    """Rows of kind and target; one with a scheme or a share lies outside."""
    outside = ' TargetMode="External"'
    written = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{outside * (":" in target)}/>'
        for number, (kind, target) in enumerate(rows)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{written}</Relationships>'


def content_types(*kinds):
    rows = "".join(f'<Override PartName="/p{number}" ContentType="{kind}"/>' for number, kind in enumerate(kinds))
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>'


def docx(body="<w:p/>", *, main=f"{WORD}.main+xml", links=(("hyperlink", "https://example.org/acuerdo"),), **more):
    parts = {
        "[Content_Types].xml": content_types(main),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relationships(*links),
    }
    return packed(parts | more.pop("parts", {}), **more)


def xlsx(cells='<c r="A1"><v>1</v></c>', *, main=f"{EXCEL}.main+xml", links=(), **more):
    parts = {
        "[Content_Types].xml": content_types(main),
        "xl/workbook.xml": f'<workbook xmlns="{S}"/>',
        "xl/_rels/workbook.xml.rels": relationships(*links),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row>{cells}</row></sheetData></worksheet>',
    }
    return packed(parts | more.pop("parts", {}), **more)


def odf(body="<text:p/>", *, kind=TEXT, manifest="", **more):
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{space}">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>{manifest}</m:manifest>',
        "content.xml": f"<office:document-content {ODF} {XLINK}>{body}</office:document-content>",
    }
    return packed(parts | more.pop("parts", {}), **more)


def pdf(catalog="", *objects, pages=1, trailer=""):
    """A PDF of empty pages; ``objects`` are numbered from 10, ``catalog`` and ``trailer`` add keys."""
    kids = " ".join(f"{number} 0 R" for number in range(1000, 1000 + pages))
    bodies = {1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", 2: f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"}
    bodies |= dict.fromkeys(range(1000, 1000 + pages), "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    bodies |= dict(enumerate(objects, start=10))
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010} 00000 n \n".encode()
    out += f"trailer\n<< /Size {max(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
