"""The digest of plain frozen data: equal data have equal digests, in any process and on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any, cast

Feed = Callable[[bytes], None]


def of(*parts: Any) -> str:
    """The digest of some data, in hexadecimal. Raises `TypeError` for what is not plain.

    Where a file lies is no part of it: what is in the file must be told by a digest beside its path.
    """
    whole = hashlib.sha256()
    for part in parts:
        _feed(part, whole.update)
    return whole.hexdigest()


def by_name(part: Any) -> dict[str, str]:
    """The digest of each field of a dataclass, those of a publication in it, or of what is told of one (a ticket), by
    themselves; else of the whole."""
    found: dict[str, str] = {}
    for name in _names(cast(Hashable, type(part))) if is_dataclass(part) else ():
        value = getattr(part, name)
        if name in ("publication", "ticket"):
            found |= {f"{name}.{inner}": each for inner, each in by_name(value).items()}
        else:
            found[name] = of(value)
    return found or {"": of(part)}


def _feed(part: Any, feed: Feed) -> None:
    kind = type(part)
    if kind is str:
        _sized(b"s", part.encode("utf-8", "surrogatepass"), feed)
    elif kind is bytes:
        _sized(b"b", part, feed)
    elif part is None or kind in (bool, int, float):
        feed(b"%s;" % repr(part).encode())
    elif kind in (tuple, list):
        _feed_row(part, feed)
    elif isinstance(part, Mapping):
        feed(b"{%d:" % len(part))
        for key, value in part.items():
            _feed(key, feed)
            _feed(value, feed)
    elif is_dataclass(part):
        feed(b"<%s" % kind.__qualname__.encode())
        for name in _names(cast(Hashable, kind)):
            _feed(getattr(part, name), feed)
    else:
        _feed_rarer(part, feed)


def _feed_rarer(part: Any, feed: Feed) -> None:
    if isinstance(part, PurePath):
        feed(b"p;")
    elif isinstance(part, set | frozenset):
        _feed_row(sorted(part), feed)
    elif isinstance(part, Enum):
        _feed((type(part).__qualname__, part.value), feed)
    elif isinstance(part, date):
        _feed((type(part).__qualname__, part.isoformat()), feed)
    else:
        raise TypeError(f"{type(part)} is not plain data")


def _feed_row(row: Any, feed: Feed) -> None:
    try:
        _sized(b"S%d" % len(row), "\0".join(row).encode("utf-8", "surrogatepass"), feed)  # a long text's words
    except TypeError:
        feed(b"(%d:" % len(row))
        for each in row:
            _feed(each, feed)


def _sized(kind: bytes, data: bytes, feed: Feed) -> None:
    feed(b"%s%d:" % (kind, len(data)))
    feed(data)


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast(Any, kind)))
