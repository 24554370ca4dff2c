"""A web server on loopback that answers well and badly, for the tests of downloads.

Server().url("name") is the address of one of the answers below.
"""

import gzip
import http.server
import io
import threading
import time
import zipfile

TEXT = b"NATIONAL SECURITY STRATEGY\nOF JAPAN\n\nDecember 16, 2022\n\nThis is the text of it, and we work with India.\n"
PAGE = (b"<!DOCTYPE html><html lang='en'><head><title>Strategy</title><meta name='date' content='2020-05-01'></head>"
        b"<body><p>This is the text of the page, and it is of Australia.</p></body></html>")
# "Das ist der Text und die Strategie, Grüße" in windows-1252.
LATIN = "Das ist der Text und die Strategie der Regierung: schöne Grüße aus Japan.\n".encode("windows-1252")
# Bytes that do not tell their charset themselves.
JAPANESE = "日本とインドは、海の安全のために協力する。\n"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_docx():
    """A document whose page header names another state and another date than its title page."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"

    def paragraphs(*texts):
        return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)

    body = paragraphs("NATIONAL SECURITY STRATEGY", "OF JAPAN", "December 16, 2022", "This is the text of it, and it is long.")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" Type="{office}/officeDocument"'
                       ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document {w} xmlns:r="{office}"><w:body>{body}<w:sectPr><w:headerReference w:type="default"'
                             ' r:id="h1"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="h1"'
                                        f' Type="{office}/header" Target="header1.xml"/></Relationships>',
        "word/header1.xml": f"<w:hdr {w}>{paragraphs('Strategy of China, May 1999')}</w:hdr>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()


DOCUMENT = make_docx()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, kind="text/plain; charset=utf-8", status=200, **headers):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, to, status=302):
        self.answer(b"moved", status=status, Location=to)

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        name = self.path.split("?")[0].split("/")[1]
        method = getattr(self, "get_" + name.replace("-", "_").split(".")[0], None)
        try:
            if method:
                method()
            else:
                self.answer(b"there is no such thing\n", status=404)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    # ---- good answers ----
    def get_jpn_2022_nss(self):
        self.answer(TEXT)

    def get_page(self):
        self.answer(PAGE, "text/html")

    def get_word(self):
        self.answer(DOCUMENT, DOCX)

    def get_silent(self):
        self.answer(TEXT, None)

    def get_octets(self):
        self.answer(TEXT, "application/octet-stream")

    def get_gzip(self):
        self.answer(gzip.compress(TEXT, mtime=0), "application/gzip")

    def get_latin(self):
        self.answer(LATIN, 'text/plain; charset="windows-1252"')

    def get_shift_jis(self):
        self.answer(JAPANESE.encode("shift_jis"), "text/plain; charset=Shift_JIS")

    def get_shift_jis_page(self):
        self.answer(f"<html><body><p>{JAPANESE}</p></body></html>".encode("shift_jis"), "text/html; charset=shift_jis")

    def get_moved(self):
        self.redirect("/again", 301)

    def get_again(self):
        self.redirect("jpn_2022_nss.txt", 307)

    def get_chunked(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(TEXT), 17):
            part = TEXT[start:start + 17]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    # ---- bad ones ----
    def get_loop(self):
        self.redirect("/loop")

    def get_to_file(self):
        self.redirect("file:///etc/hostname")

    def get_to_ftp(self):
        self.redirect("ftp://127.0.0.1/x.txt")

    def get_broken(self):
        self.answer(b"broken\n", status=500)

    def get_forbidden(self):
        self.answer(TEXT, status=403)

    def get_part(self):
        self.answer(TEXT, status=206)

    def get_nothing(self):
        self.answer(b"")

    def get_image(self):
        self.answer(b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")

    def get_liar(self):
        self.answer(PAGE, "application/pdf")

    def get_called_text(self):
        self.answer(b"%PDF-1.7\n" + bytes(range(1, 200)), "text/plain")

    def get_error_page(self):
        self.answer(PAGE, "text/plain")

    def get_cut_off(self):
        self.answer(TEXT, Content_Length=str(len(TEXT) + 1000))
        self.close_connection = True

    def get_cut_chunk(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"ff\r\nonly this much")
        self.close_connection = True

    def get_large(self):
        self.answer(b"x" * (3 << 20))

    def get_large_unsaid(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for _ in range(64):
            self.wfile.write(b"we will not stop\n" * 4096)

    def get_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.2)

    def get_never(self):
        time.sleep(20)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"
