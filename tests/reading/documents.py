"""Texts as PDF and Word files, made by hand: the smallest that converters read."""

import io
import zipfile
from xml.sax import saxutils

LINE_LETTERS = 90
TAB_POINTS = 60


def lines_of(text):
    """Yields (points from the left, words) as a page shows them, in lines."""
    for paragraph in text.splitlines():
        number, tab, words = paragraph.rpartition("\t")
        while len(words) > LINE_LETTERS:
            cut = words.rindex(" ", 0, LINE_LETTERS)
            yield number, words[:cut], bool(tab)
            number, words = "", words[cut + 1:]
        yield number, words, bool(tab)


def pdf(text):
    """A PDF of one page in the Latin letters of Windows-1252. What a tab parts
    from its number stands apart, as Word puts it."""
    shown = ["BT /F1 9 Tf"]
    down = 800
    for number, words, tabbed in lines_of(text):
        for left, part in ((50, number), (50 + TAB_POINTS * tabbed, words)):
            if not part:
                continue
            escaped = part.replace("\\", "\\\\").replace(
                "(", "\\(").replace(")", "\\)")
            shown.append(f"1 0 0 1 {left} {down} Tm ({escaped}) Tj")
        down -= 14
    page = "\n".join([*shown, "ET"]).encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman"
        b"/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
    ]
    made = io.BytesIO()
    made.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj%s\nendobj\n" % (number, body))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        made.write(b"%010d 00000 n \n" % place)
    made.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
               % (len(objects) + 1, start))
    return made.getvalue()


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = ("application/vnd.openxmlformats-officedocument.wordprocessingml."
            "document.main+xml")
RELATION = ("http://schemas.openxmlformats.org/officeDocument/2006/"
            "relationships/officeDocument")


def word(text):
    """A Word file with a paragraph for each line."""
    body = ""
    for line in text.splitlines():
        parts = (f'<w:t xml:space="preserve">{saxutils.escape(part)}</w:t>'
                 for part in line.split("\t"))
        body += f"<w:p><w:r>{'<w:tab/>'.join(parts)}</w:r></w:p>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{DOCUMENT}"/></Types>'))
        package.writestr("_rels/.rels", (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
            f'Id="a" Type="{RELATION}" Target="word/document.xml"/>'
            '</Relationships>'))
        package.writestr("word/document.xml", (
            f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body>'
            '</w:document>'))
    return made.getvalue()
