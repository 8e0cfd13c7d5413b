"""External links, checked against a real server on this machine."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from octavo.tools import web
from workshop import Workshop


class Server(ThreadingHTTPServer):
    """Answers by the path, and keeps a record of requests: what, by whom, and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.times: list[float] = []

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: Any) -> None:
        """Log nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = self.path.strip("/")
        self.server.asked.append((self.command, path))
        self.server.agents.add(self.headers["User-Agent"])
        self.server.times.append(time.monotonic())
        status, onward = 200, ""
        if path == "slow":
            time.sleep(1.5)
        elif path == "no-head":
            status = 405 if self.command == "HEAD" else 200
        elif path == "round":
            status, onward = 302, "/round"
        elif path.startswith(("301", "302", "308")):
            status, _, onward = path.partition("-")
            status, onward = int(status), "/" + onward
        elif path.isdigit():
            status = int(path)
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that octavo may connect to although it is this machine."""
    monkeypatch.setattr(web, "PAUSE", 0.02)
    monkeypatch.setattr(web, "PATIENCE", 0.7)
    monkeypatch.setattr(web, "is_asked", lambda address: address.startswith("http"))
    own = Server()
    threading.Thread(target=own.serve_forever, daemon=True).start()
    yield own
    own.shutdown()
    own.server_close()


def checked(workshop: Workshop, *more: str) -> list[str]:
    ran = workshop.run("check", "x.md", "--own", "--external", "-t", "html", "-j1", *more)
    assert ran.code == 0
    return ran.lines


def test_every_kind_of_answer_is_reported(workshop: Workshop, server: Server) -> None:
    paths = ["fine", "404", "410", "403", "429-not", "500", "slow", "no-head", "301-fine", "302-fine", "302-404",
             "308-301-fine", "round", "999"]  # fmt: skip
    words = [f"Word [{path.replace('-', ' ')} is it]({server.home}/{path}).\n" for path in paths]
    words.append(f"Again [the lost one]({server.home}/404#part), and [once more]({server.home}/404).\n")
    workshop.article("\n".join(words))
    said = checked(workshop)
    where = {path: f"x.md:{7 + 2 * row}:6" for row, path in enumerate(paths)}
    at = {line.split(" ", 1)[0].rstrip(":"): line for line in said}
    assert set(at) == {where[path] for path in ("404", "410", "403", "500", "slow", "301-fine", "302-404",
                                                 "308-301-fine", "round", "999")}  # fmt: skip
    kinds = {path: at[place].rpartition("[")[2].partition("]")[0] for path, place in where.items() if place in at}
    assert kinds == {
        "404": "external.dead", "410": "external.dead", "302-404": "external.dead", "403": "external.unsure",
        "500": "external.unsure", "slow": "external.unsure", "round": "external.unsure", "999": "external.unsure",
        "301-fine": "external.moved", "308-301-fine": "external.moved",
    }  # fmt: skip
    lost = f"warning: '{server.home}/404' leads nowhere: the server answers 404 (Not Found) (it is used here and in 2"
    assert lost in at[where["404"]]
    assert f"change it to {server.home}/fine" in at[where["308-301-fine"]]
    assert "the server does not answer" in at[where["slow"]]
    assert ("GET", "no-head") in server.asked
    assert ("GET", "fine") not in server.asked
    assert server.asked.count(("HEAD", "404")) == 2, "once for itself, and once where it was led to"
    assert all("octavo/" in each for each in server.agents)


def test_answers_are_cached(workshop: Workshop, server: Server) -> None:
    workshop.article(f"[One]({server.home}/fine) and [another]({server.home}/404) and [slow]({server.home}/slow).\n")
    first = checked(workshop)
    asked = len(server.asked)
    assert checked(workshop) == first
    again = [path for _, path in server.asked[asked:]]
    assert set(again) == {"slow"}, "where there was no answer, it is asked again"
    checked(workshop, "--no-cache")
    assert {path for _, path in server.asked[asked + len(again) :]} == {"fine", "404", "slow"}


def test_cached_answers_expire_after_some_days(workshop: Workshop, server: Server) -> None:
    workshop.article(f"[One]({server.home}/fine) and [another]({server.home}/404).\n")
    checked(workshop)
    asked = len(server.asked)
    for file in (workshop.folder / ".octavo" / "cache").rglob("*.json"):
        kept = json.loads(file.read_text(encoding="utf-8"))
        if f"{server.home}/404" in kept:
            for answer in kept.values():
                answer["when"] -= 2 * 24 * 60 * 60
            file.write_text(json.dumps(kept), encoding="utf-8")
    checked(workshop)
    assert {path for _, path in server.asked[asked:]} == {"404"}


def test_a_server_with_too_many_requests_is_left_alone(workshop: Workshop, server: Server) -> None:
    workshop.article(f"[One]({server.home}/429), [two]({server.home}/a) and [three]({server.home}/b).\n")
    assert all("[external.unsure]" in line for line in checked(workshop))
    assert server.asked == [("HEAD", "429")]


def test_one_request_at_a_time_with_a_pause(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSE", 0.2)
    answers = dict(web.ask_all([f"{server.home}/{name}" for name in "abc"]))
    assert {each.status for each in answers.values()} == {200}
    assert all(after - before >= 0.2 for before, after in zip(server.times, server.times[1:], strict=False))


def test_a_missing_network_is_reported_once(
    workshop: Workshop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    workshop.article(
        "[One](https://one.example/) and [two](https://two.example/) and [three](http://three.example/).\n"
    )
    (line,) = checked(workshop)
    assert "x.md:7:1: info: there is no network: 3 links could not be checked [external.offline]" in line


def test_a_link_in_the_bibliography_is_reported_there(workshop: Workshop, server: Server) -> None:
    workshop.write("b.bib", f"@misc{{bee,\n  title = {{Bees}},\n  url = {{{server.home}/404}}\n}}\n")
    workshop.article("Bees [@bee].\n", header="---\ntitle: T\nlang: en\nbibliography: b.bib\n---\n\n")
    (line,) = checked(workshop)
    assert line.startswith("b.bib:3:")
    assert "external.dead" in line


def test_no_link_is_checked_without_the_option(workshop: Workshop, server: Server) -> None:
    workshop.article(f"[One]({server.home}/404).\n")
    assert workshop.run("check", "x.md", "--own", "-t", "html", "-j1").out == ""
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://example.com/x", False),
        ("http://localhost:8000/", False),
        ("http://127.0.0.1/", False),
        ("http://[::1]/", False),
        ("https://book.test/", False),
        ("mailto:ann@bees.org", False),
        ("https://www.w3.org/", True),
        ("http://myexample.com/", True),
    ],
)
def test_example_urls_are_not_checked(address: str, asked: bool) -> None:
    assert web.is_asked(address) is asked


def test_urls_in_any_script_are_checked(server: Server) -> None:
    """In the encoded form that servers expect."""
    web.ask(f"{server.home}/Bienenk\u00f6nigin?q=\u00fc#part")
    assert server.asked == [("HEAD", "Bienenk%C3%B6nigin?q=%C3%BC")]


def test_a_malformed_url_is_an_answer() -> None:
    assert web.ask("http://[broken/").trouble == "other"
    assert web.ask("http://host:port/").trouble == "other"
