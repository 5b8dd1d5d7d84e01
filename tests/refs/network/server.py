"""A small server on loopback that answers as Crossref, doi.org and PubMed do, and as they do when they fail."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

RECORDED = Path(__file__).parent / "recorded"
MEDIA = {
    "crossref": "application/json",
    "doi": "application/vnd.citationstyles.csl+json",
    "pubmed": "text/plain; charset=UTF-8",
}
Reply = dict[str, Any]


class Server:
    """Answers on ``/crossref``, ``/doi`` and ``/pubmed``: what is recorded, or what a test says.

    *replies* are given to the questions in their order, the last one to all that follow; where there are none,
    the recorded answer is given, or 404. *asked* has the service, identifier and headers of each question.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.closing = threading.Event()
        self.records = {(r["service"], r["of"]): r for r in map(_record, sorted(RECORDED.iterdir()))}

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        """The answer to a GET of *path*."""
        service, of = _asked(path)
        self.asked.append((service, of, headers))
        if self.replies:
            reply = self.replies[0] if len(self.replies) == 1 else self.replies.pop(0)
            return {**self.records.get((service, reply.get("recorded", "")), {}), **reply}
        return self.records.get((service, of.lower()), {"status": 404, "text": "Resource not found."})

    @property
    def services(self) -> list[str]:
        """Who was asked, in order."""
        return [service for service, _, _ in self.asked]


def _asked(path: str) -> tuple[str, str]:
    parts = urlsplit(path)
    _, service, *rest = parts.path.split("/")
    if service == "pubmed":
        return service, parse_qs(parts.query)["id"][0]
    return service, unquote("/".join(rest[1:] if service == "crossref" else rest))


def _record(path: Path) -> Reply:
    """What stands in a file named <name>.<service>.<ending>."""
    service = path.name.split(".")[1]
    text = path.read_text("utf-8")
    if service == "pubmed":
        of = next(line.removeprefix("PMID- ") for line in text.splitlines() if line.startswith("PMID- "))
    else:
        record = json.loads(text)
        of = (record["message"] if service == "crossref" else record)["DOI"].lower()
    return {"service": service, "of": of, "text": text, "name": path.name.split(".")[0]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: ClassVar[Server]

    def do_GET(self) -> None:
        with suppress(OSError):  # the client goes when it has heard enough
            self._send(self.server_of.reply(self.path, dict(self.headers)))

    def _send(self, reply: Reply) -> None:
        if reply.get("manner") == "silent":
            self.server_of.closing.wait()
            return
        if reply.get("manner") == "no http":
            self.wfile.write(b"220 mail.example.org ready\r\n")
            self.close_connection = True
            return
        body = reply.get("bytes") or reply.get("text", "").encode()
        headers = {"Content-Type": MEDIA[reply.get("service", "crossref")], **reply.get("headers", {})}
        if "repeated" in reply:
            body *= reply["repeated"]
        if reply.get("manner") == "gzip":
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        self.send_response(reply.get("status", 200))
        for key, value in headers.items():
            self.send_header(key, value.replace("{address}", self.server_of.address))
        if reply.get("manner") == "endless":
            self.send_header("Connection", "close")
            self.end_headers()
            while not self.server_of.closing.wait(0.002):
                self.wfile.write(b" ")
            return
        self.send_header("Content-Length", str(len(body) + 100 * (reply.get("manner") == "truncated")))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = reply.get("manner") == "truncated"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server while the block runs."""

    class Handler(_Handler):
        pass

    with _Http(("127.0.0.1", 0), Handler) as http:
        server = Handler.server_of = Server(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            http.shutdown()
            thread.join()


class Clock:
    """Time that passes only by waiting, and by *tick* seconds whenever somebody looks."""

    def __init__(self, tick: float = 0) -> None:
        self.now = 0.0
        self.tick = tick
        self.waits: list[float] = []

    def time(self) -> float:
        return 1_700_000_000 + self.now

    def monotonic(self) -> float:
        self.now += self.tick
        return self.now

    def sleep(self, seconds: float, /) -> None:
        self.waits.append(seconds)
        self.now += seconds
