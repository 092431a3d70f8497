"""A local site whose pages answer well, badly, slowly or not at all."""

import ssl
import subprocess
import tempfile
import threading
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUSES = {
    "/missing": 404,
    "/gone": 410,
    "/error": 500,
    "/forbidden": 403,
    "/robots": 429,
    "/faulty": 400,
}


@cache
def self_signed():
    """Path of a key and its certificate for this run alone: none is kept here."""
    folder = tempfile.mkdtemp()
    path = f"{folder}/site.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-days", "2", "-nodes"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", path, "-out", f"{folder}/certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )
    with open(path, "a") as both, open(f"{folder}/certificate.pem") as certificate:
        both.write(certificate.read())
    return path


class Site:
    """What was asked, as (method, path), and how many requests ran at once at most."""

    def __init__(self):
        self.asked, self.agents, self.running, self.most = [], set(), 0, 0
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.redirections = {"/loop": "/loop", "/moved": "/page"}

    @contextmanager
    def counted(self, request):
        with self.lock:
            self.asked.append((request.command, request.path))
            self.agents.add(request.headers["User-Agent"])
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            yield
        finally:
            with self.lock:
                self.running -= 1


def _handler(site):
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            with site.counted(self):
                if self.path == "/head-refused":
                    return self.answer(405)
                if self.path == "/head-cut":
                    return self.connection.close()
                return self.page()

        def do_GET(self):
            with site.counted(self):
                if self.path in ("/head-refused", "/head-cut"):
                    return self.answer(200)
                return self.page()

        def page(self):
            if self.path in site.redirections:
                return self.answer(302, Location=site.redirections[self.path])
            if self.path.startswith("/hops/"):
                left = int(self.path.removeprefix("/hops/"))
                return self.answer(*[200] if not left else [301, f"/hops/{left - 1}"])
            odd = {
                "/silent": self.silent,
                "/drops": self.drops,
                "/endless": self.endless,
                "/cut": self.connection.close,
                "/garbage": lambda: self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"),
            }
            return odd.get(self.path, self.plain)()

        def plain(self):
            self.answer(STATUSES.get(self.path, 200))

        def answer(self, status, location=None, **headers):
            if location:
                headers["Location"] = location
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def silent(self):
            site.ended.wait(60)

        def drops(self):
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Drop: ")
            while not site.ended.wait(0.05):
                self.wfile.write(b"x")

        def endless(self):
            self.answer(200)
            while not site.ended.is_set():
                self.wfile.write(b"x" * 65536)

        def handle(self):
            # the one who asked may leave
            with suppress(OSError, ValueError):
                super().handle()

        def log_message(self, *arguments):
            pass

    return Handler


@contextmanager
def open_site(*, encrypted=False):
    """A Site that listens on this machine, with its `address`."""
    site = Site()
    server = ThreadingHTTPServer(("", 0), _handler(site))
    server.daemon_threads = True
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed())
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    site.port = server.server_port
    site.address = f"{'https' if encrypted else 'http'}://127.0.0.1:{site.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield site
    finally:
        site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
