"""Check that URLs work, politely, and only where the author asks for it.

Each host gets one request at a time, with pauses in between; few hosts are asked at once; HEAD is tried before GET.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from octavo import __version__

PAUSE = 1.0
"""Seconds between two requests to a host."""
PATIENCE = 15.0
"""Seconds to wait for one answer."""
AT_ONCE = 8
"""Hosts that are asked at the same time."""
RESERVED = re.compile(r"(?:^|\.)(?:localhost|local|test|invalid|example(?:\.(?:com|net|org))?)$")
"""Names of no server, or of this machine (RFC 2606, RFC 6761): texts use them in examples."""
_AGENT = f"octavo/{__version__} (checks the links of a book)"
_HOPS = 10
_TOO_MANY = 429
_ENOUGH = 4
"""URLs after which it is clear that there is no network."""
_NOT_FOUND = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
Trouble = Literal["", "no host", "no network", "timeout", "certificate", "refused", "other"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a URL: the last status, and where it has moved permanently; or the trouble if no answer came."""

    status: int = 0
    moved: str = ""
    trouble: Trouble = ""
    said: str = ""
    """The trouble, in words."""


_OFFLINE = Answer(trouble="no network", said="there is no network")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirects: each step has to be seen."""

    def redirect_request(self, *_: object) -> None:
        return None


def is_asked(address: str) -> bool:
    """Return whether a URL may belong to a server other than this machine."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return not RESERVED.search(host)


def ask_all(addresses: Iterable[str], step: Callable[[int, int], None] | None = None) -> Iterator[tuple[str, Answer]]:
    """Ask for every URL, and yield each answer as soon as it comes."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    total = sum(map(len, hosts.values()))
    waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    answers: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
    for own in sorted(hosts.values(), key=len, reverse=True):
        waiting.put(own)
    offline = threading.Event()
    for _ in range(min(AT_ONCE, len(hosts))):  # daemons: a server that never stops sending keeps nobody waiting
        threading.Thread(target=_ask_hosts, args=(waiting, answers, offline), daemon=True).start()
    reached, failed = False, 0
    open_ = {address for own in hosts.values() for address in own}
    while open_:
        try:
            address, answer = answers.get(timeout=4 * PATIENCE + PAUSE)
        except queue.Empty:
            yield from (
                (address, Answer(trouble="timeout", said="the server does not answer")) for address in sorted(open_)
            )
            return
        open_.discard(address)
        reached, failed = reached or answer.trouble != "no network", failed + 1
        if not reached and failed == _ENOUGH:
            offline.set()
        if step is not None:
            step(total - len(open_), total)
        yield address, answer


def _ask_hosts(
    waiting: queue.SimpleQueue[list[str]], answers: queue.SimpleQueue[tuple[str, Answer]], offline: threading.Event
) -> None:
    while True:
        try:
            own = waiting.get_nowait()
        except queue.Empty:
            return
        answer = Answer()
        for number, address in enumerate(own):
            if offline.is_set():
                answer = _OFFLINE
            elif answer.status != _TOO_MANY:  # a server that asks for fewer requests gets none
                time.sleep(PAUSE if number else 0)
                answer = ask(address)
            answers.put((address, answer))


def ask(address: str) -> Answer:
    """Ask for one URL, and follow its redirects. Whatever goes wrong is an answer too."""
    moved, lasting = "", True
    for _ in range(_HOPS):
        try:
            status, onward = _request("HEAD", address)
            if status >= 400 and status != _TOO_MANY:  # some servers do not know HEAD, or answer it wrongly
                status, onward = _request("GET", address)
        except Exception as wrong:
            return _failure(wrong)
        if status not in (301, 302, 303, 307, 308) or not onward:
            return Answer(status, moved if status < 400 else "")
        address = urljoin(address, onward)
        lasting = lasting and status in (301, 308)
        moved = address if lasting else moved
    return Answer(trouble="other", said="it redirects endlessly")


def _request(method: str, address: str) -> tuple[int, str]:
    """Return the status, and the target of a redirect."""
    headers = {"User-Agent": _AGENT, "Accept": "*/*"}
    request = urllib.request.Request(_as_ascii(address), headers=headers, method=method)
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=PATIENCE) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers.get("Location") or ""


def _as_ascii(address: str) -> str:
    """Return a URL in ASCII (RFC 3987, section 3.1), without its fragment. Raises `ValueError` for another scheme."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"it redirects to '{address[:80]}'")
    host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
    host = f"[{host}]" if host and ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port else f"{host}"
    safe = "%/:;,=&?~+!$'@()*[]|"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=safe), quote(parts.query, safe=safe), ""))


def _failure(wrong: Exception) -> Answer:
    reason = wrong.reason if isinstance(wrong, urllib.error.URLError) else wrong
    if isinstance(reason, socket.gaierror):
        if reason.errno in _NOT_FOUND:
            return Answer(trouble="no host", said="there is no such server")
        return _OFFLINE
    if isinstance(reason, TimeoutError):
        return Answer(trouble="timeout", said="the server does not answer")
    if isinstance(reason, ssl.SSLError):
        return Answer(trouble="certificate", said="its certificate is not valid")
    if isinstance(reason, ConnectionError):
        return Answer(trouble="refused", said="the server refuses the connection")
    if isinstance(reason, OSError) and not isinstance(reason, http.client.HTTPException):
        return _OFFLINE
    return Answer(trouble="other", said=" ".join(str(reason).split())[:120] or type(reason).__name__)


def from_plain(kept: Mapping[str, object]) -> Answer:
    """Return an answer from its stored form."""
    return Answer(int(str(kept["status"])), str(kept["moved"]))
