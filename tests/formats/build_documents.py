"""Typesets the specimen corpus in every format that the program reads.

usage: build_documents.py SPECIMEN_DIR FONT OUT_DIR

OUT_DIR gets one corpus for each format, with the same ids and the same words: txt, gz, html, docx, pdf_one (one column) and
pdf_two (two columns). The PDF documents have page headers and footers that name actors, page numbers, footnotes with raised
marks, and words broken at line ends; FONT is a TrueType font with Chinese characters.
"""

import csv
import gzip
import html
import os
import re
import sys
import zipfile

from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

HAN = re.compile(r"[\u3000-\u9fff\uff00-\uff60]")
WORDS = "[A-Za-z]{9,}"

# Added to the English documents: what the specimen texts have none of.
NOTES = ["Compare the statement of Italy and New Zealand, 4 May.", "See the treaty between Chile and Peru.",
         "The figures are those of the Republic of Korea."]
NOTES_ZH = ["参见意大利的声明。", "数字由韩国提供。"]
TABLE = [("Partner", "Role"), ("Viet Nam", "coast guard of Indonesia"), ("Sri Lanka", "harbour"), ("Fiji", "training")]
TABLE_ZH = [("伙伴", "内容"), ("越南", "海警"), ("斐济", "训练")]
HEADER, HEADER_ZH = "A SPECIMEN FOR TESTS BETWEEN BOLIVIA AND PARAGUAY", "玻利维亚与巴拉圭之间的样本"


class Paragraph:
    def __init__(self, text, kind, note=None):
        self.text, self.kind, self.note = text, kind, note  # kind: body, heading, row (text is a list of cells)


def is_chinese(text):
    return len(HAN.findall(text)) * 3 > len(text)


def read_paragraphs(path):
    """Blocks between blank lines, unwrapped; front matter and list lines apart."""
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("\r\n", "\n").replace("\f", "\n\n")
    chinese = is_chinese(text)
    paragraphs = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        wrapped = any(len(line) > (28 if chinese else 55) for line in lines[:-1])
        items = any(re.match(r"([-•*]|[0-9]+[.)]) ", line) for line in lines)
        joined = [("" if chinese else " ").join(lines)] if wrapped and not items else lines
        for piece in joined:
            short = len(piece) < (24 if chinese else 70) and not re.search(r"[.!?:;,。！？：；，]$", piece)
            paragraphs.append(Paragraph(piece, "heading" if short else "body"))
    notes = list(NOTES_ZH if chinese else NOTES)
    for paragraph in paragraphs[3::4]:
        if notes and paragraph.kind == "body" and len(paragraph.text) > 40:
            paragraph.note = notes.pop(0)
    table = [Paragraph(list(row), "row") for row in (TABLE_ZH if chinese else TABLE)]
    middle = len(paragraphs) // 2
    return paragraphs[:middle] + table + paragraphs[middle:], chinese


def numbered(paragraphs):
    number = 0
    for paragraph in paragraphs:
        if paragraph.note:
            number += 1
        yield paragraph, number


# ---- Text, web page, Word document ---------------------------------------------------------------------------


def write_txt(paragraphs, chinese):
    parts = [" | ".join(p.text) if p.kind == "row" else p.text for p in paragraphs]
    parts += ["%d %s" % (n, p.note) for p, n in numbered(paragraphs) if p.note]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def write_html(paragraphs, chinese):
    header = HEADER_ZH if chinese else HEADER
    out = ["<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>%s</title><script>var x = 'Cuba';</script></head>" % header,
           "<body><header><p>%s</p></header><nav><ul><li><a href='/'>Brazil</a></ul></nav><main>" % header]
    in_table = False
    for p, n in numbered(paragraphs):
        if (p.kind == "row") != in_table:
            in_table = not in_table
            out.append("<table>" if in_table else "</table>")
        if p.kind == "row":
            out.append("<tr>" + "".join("<td>%s</td>" % html.escape(cell) for cell in p.text) + "</tr>")
        else:
            # The source is wrapped where editors would wrap it.
            text = html.escape(p.text)
            text = re.sub("(.{30})", "\\1\n", text) if chinese else re.sub(r"(.{60,75}) ", "\\1\n", text)
            mark = "<sup><a href='#fn%d'>%d</a></sup>" % (n, n) if p.note else ""
            tag = "h2" if p.kind == "heading" else "p"
            out.append("<%s>%s%s</%s>" % (tag, text, mark, tag))
    out.append("<section class=footnotes><ol>")
    out += ["<li id=fn%d>%s</li>" % (n, html.escape(p.note)) for p, n in numbered(paragraphs) if p.note]
    out.append("</ol></section></main><footer>%s</footer></body></html>" % header)
    return "\n".join(out).encode("utf-8")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def run(text, properties=""):
    return "<w:r>%s<w:t xml:space='preserve'>%s</w:t></w:r>" % (properties, html.escape(text))


def runs(text):
    """Cut into runs in the middle of words, as Word does after spelling and formatting."""
    cut = max(1, len(text) // 3)
    return "".join(run(text[i:i + cut]) for i in range(0, len(text), cut))


def docx_paragraph(p, number):
    style = "<w:pPr><w:pStyle w:val='berschrift1'/></w:pPr>" if p.kind == "heading" else ""
    mark = "<w:r><w:footnoteReference w:id='%d'/></w:r>" % number if p.note else ""
    return "<w:p>%s%s%s</w:p>" % (style, runs(p.text), mark)


def write_docx(paragraphs, chinese, path):
    body, rows = [], []
    for p, n in numbered(paragraphs):
        if p.kind == "row":
            rows.append("<w:tr>%s</w:tr>" % "".join("<w:tc><w:p>%s</w:p></w:tc>" % run(cell) for cell in p.text))
            continue
        if rows:
            body.append("<w:tbl>%s</w:tbl>" % "".join(rows))
            rows = []
        body.append(docx_paragraph(p, n))
    notes = "".join("<w:footnote w:id='%d'><w:p>%s</w:p></w:footnote>" % (n, run(p.note)) for p, n in numbered(paragraphs) if p.note)
    relations = "".join("<Relationship Id='r%d' Type='%s%s' Target='%s.xml'/>" % (i, OFFICE, kind, kind)
                        for i, kind in enumerate(["styles", "footnotes", "header"]))
    package = "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'"
    parts = {
        "_rels/.rels": "<Relationships %s><Relationship Id='a' Type='%sofficeDocument' Target='word/document.xml'/></Relationships>" % (package, OFFICE),
        "word/document.xml": "<w:document %s><w:body>%s</w:body></w:document>" % (W, "".join(body)),
        "word/_rels/document.xml.rels": "<Relationships %s>%s</Relationships>" % (package, relations),
        "word/styles.xml": "<w:styles %s><w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>" % W,
        "word/footnotes.xml": "<w:footnotes %s>%s</w:footnotes>" % (W, notes),
        "word/header.xml": "<w:hdr %s><w:p>%s</w:p></w:hdr>" % (W, run(HEADER_ZH if chinese else HEADER)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + xml)


# ---- PDF --------------------------------------------------------------------------------------------------------


class Setter:
    """A small typesetter: columns, ragged or justified lines, hyphens, notes at the foot of the column."""

    def __init__(self, path, columns, chinese):
        # Small enough for several pages each: what runs over pages is told by comparing them.
        self.paper = A4 if columns == 1 and not chinese else A5
        self.page = canvas.Canvas(path, pagesize=self.paper, invariant=1)
        self.columns, self.chinese = columns, chinese
        self.font = "Han" if chinese else "Times-Roman"
        self.margin = 72 if self.paper == A4 else 40
        self.size = 10.5 if self.paper == A4 else 9
        self.number, self.column, self.y, self.notes = 0, columns, 0, []
        self.width = (self.paper[0] - 2 * self.margin - 24 * (columns - 1)) / columns
        self.next_column()

    def left(self):
        return self.margin + self.column * (self.width + 24)

    def next_column(self):
        self.write_notes()
        self.column += 1
        if self.column >= self.columns:
            if self.number:
                self.page.showPage()
            self.number += 1
            self.column = 0
            self.furniture()
        self.y = self.paper[1] - 90

    def furniture(self):
        header = HEADER_ZH if self.chinese else HEADER
        self.page.setFont("Han" if self.chinese else "Times-Roman", 8)
        if self.number % 2:
            self.page.drawString(self.margin, self.paper[1] - 50, header)
        else:
            self.page.drawRightString(self.paper[0] - self.margin, self.paper[1] - 50, header)
        self.page.drawCentredString(self.paper[0] / 2, 36, ("— %d —" if self.chinese else "Page %d") % self.number)

    def floor(self):
        return 72 + sum(len(lines) for _, lines, _ in self.notes) * 10 + (12 if self.notes else 0)

    def write_notes(self):
        y = self.floor() - 16
        for number, lines, font in self.notes:
            for i, line in enumerate(lines):
                self.page.setFont(font, 8)
                left = self.left()
                if i == 0:
                    self.page.setFont(font, 5)
                    self.page.drawString(left, y + 3, str(number))
                    left += 6
                    self.page.setFont(font, 8)
                self.page.drawString(left, y, line)
                y -= 10
        self.notes = []

    def measure(self, text, size):
        return pdfmetrics.stringWidth(text, self.font, size)

    def wrap(self, text, size, indent, hyphens):
        """Lines that fit; the first is indented. English words of nine letters and more are broken where they must be."""
        lines, room, now = [], self.width - indent, ""
        pieces = re.findall(HAN.pattern + r"|[^\s\u3000-\u9fff\uff00-\uff60]+\s*", text)
        while pieces:
            piece = pieces.pop(0)
            if self.measure((now + piece).rstrip(), size) <= room:
                now += piece
                continue
            if piece in "，。、；：）」！？":
                now += piece
                continue
            broken = self.break_word(piece, room - self.measure(now, size), size) if hyphens else None
            if broken:
                now += broken[0]
                piece = broken[1]
            lines.append(now.rstrip())
            now, room = piece, self.width
        lines.append(now.rstrip())
        return lines

    def break_word(self, word, room, size):
        if self.chinese or not re.fullmatch(WORDS + r"\W*", word) or not word[0].islower() and not word[1:].strip(",.;: ").islower():
            return None
        for at in range(len(word) - 4, 3, -1):
            if word[at] in "bcdfglmnprst" and word[at - 1] in "aeiou" and self.measure(word[:at] + "-", size) <= room:
                return word[:at] + "-", word[at:]
        return None

    def draw(self, line, left, size, justify):
        self.page.setFont(self.font, size)
        spare = self.left() + self.width - left - self.measure(line, size)
        blanks = line.count(" ")
        if not justify or not blanks or spare < 0 or spare > 3 * blanks:
            self.page.drawString(left, self.y, line)
            return left + self.measure(line, size)
        for word in line.split(" "):
            self.page.drawString(left, self.y, word)
            left += self.measure(word, size) + self.measure(" ", size) + spare / blanks
        return left

    def heading(self, text):
        lines = self.wrap(text, 14, 0, False)
        if self.y - 40 < self.floor():
            self.next_column()
        self.y -= 10
        for line in lines:
            self.draw(line, self.left(), 14, False)
            self.y -= 18
        self.y -= 4

    def paragraph(self, p, number):
        note = self.wrap(p.note, 8, 6, False) if p.note else []
        lines = self.wrap(p.text, self.size, 14, True)
        for i, line in enumerate(lines):
            last = i == len(lines) - 1
            extra = len(note) * 10 + 16 if last and note else 0
            if self.y - 13 - extra < self.floor():
                self.next_column()
            if last and note:
                self.notes.append((number, note, self.font))
            end = self.draw(line, self.left() + (14 if i == 0 else 0), self.size, not last)
            if last and note:
                self.page.setFont(self.font, 6)
                self.page.drawString(end, self.y + 4, str(number))
            self.y -= 13
        self.y -= 2

    def row(self, cells):
        if self.y - 13 < self.floor():
            self.next_column()
        self.page.setFont(self.font, self.size)
        for i, cell in enumerate(cells):
            self.page.drawString(self.left() + i * self.width * 0.45, self.y, cell)
        self.y -= 13

    def finish(self):
        self.write_notes()
        self.page.showPage()
        self.page.save()


def write_pdf(paragraphs, chinese, path, columns):
    setter = Setter(path, columns, chinese)
    furniture = setter.font
    for p, n in numbered(paragraphs):
        # Of a text in both languages, each paragraph in its own type.
        setter.font = "Han" if HAN.search("".join(p.text)) else furniture
        if p.kind == "row":
            setter.row(p.text)
        elif p.kind == "heading":
            setter.heading(p.text)
        else:
            setter.paragraph(p, n)
    setter.finish()


# ---- Corpora ----------------------------------------------------------------------------------------------------


def main(specimen, font, out):
    pdfmetrics.registerFont(TTFont("Han", font))
    with open(os.path.join(specimen, "manifest.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    endings = {"txt": ".txt", "gz": ".txt.gz", "html": ".html", "docx": ".docx", "pdf_one": ".pdf", "pdf_two": ".pdf"}
    for kind, ending in endings.items():
        folder = os.path.join(out, kind)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "manifest.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", "path", "issuer", "date", "series"])
            for row in rows:
                writer.writerow([row["id"], row["id"] + ending, row["issuer"], row["date"], row["series"]])
        for row in rows:
            paragraphs, chinese = read_paragraphs(os.path.join(specimen, row["path"]))
            path = os.path.join(folder, row["id"] + ending)
            if kind == "docx":
                write_docx(paragraphs, chinese, path)
            elif kind.startswith("pdf"):
                write_pdf(paragraphs, chinese, path, 1 if kind == "pdf_one" else 2)
            else:
                data = write_html(paragraphs, chinese) if kind == "html" else write_txt(paragraphs, chinese)
                with open(path, "wb") as file:
                    file.write(gzip.compress(data, mtime=0) if kind == "gz" else data)


if __name__ == "__main__":
    main(*sys.argv[1:])
