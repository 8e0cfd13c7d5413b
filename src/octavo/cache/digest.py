"""Digests of plain frozen data: equal data has equal digests, in any process and on any machine."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import PurePath
from typing import Any, cast

Feed = Callable[[bytes], None]


def of(*parts: Any) -> str:
    """Return the digest of some data, in hexadecimal. Raises `TypeError` for data that is not plain.

    Paths do not count: data that depends on a file has the digest of its contents next to its path.
    """
    whole = hashlib.sha256()
    for part in parts:
        _feed(part, whole.update)
    return whole.hexdigest()


def by_field(part: Any, opened: Collection[str] = (), known: dict[int, str] | None = None) -> dict[str, str]:
    """Return the digest of each field of a dataclass; of other data, the digest of the whole under "".

    Fields named in `opened` are dataclasses whose own fields are digested one by one, as `outer.inner`. Many jobs share
    the values of fields: `known` has the digests of those that were met, by identity, while all of them exist.
    """
    known = {} if known is None else known
    found: dict[str, str] = {}
    for name in _names(cast(Hashable, type(part))) if is_dataclass(part) else ():
        value = getattr(part, name)
        if name in opened:
            found |= {f"{name}.{inner}": each for inner, each in by_field(value, (), known).items()}
        else:
            if id(value) not in known:
                known[id(value)] = of(value)
            found[name] = known[id(value)]
    return found or {"": of(part)}


def _feed(part: Any, feed: Feed) -> None:
    try:
        # Builtin types all the way down are digested at once. Versions above 2 depend on which objects are shared.
        data = marshal.dumps(part, 2)
    except ValueError:
        _feed_parts(part, feed)
    else:
        _sized(b"m", data, feed)


def _feed_parts(part: Any, feed: Feed) -> None:
    kind = type(part)
    if is_dataclass(part):
        feed(b"<%s" % kind.__qualname__.encode())
        _feed(_values(cast(Hashable, kind))(part), feed)
    elif kind in (tuple, list):
        feed(b"(%d:" % len(part))
        for each in part:
            _feed(each, feed)
    elif isinstance(part, Mapping):
        feed(b"{%d:" % len(part))
        for key, value in part.items():
            _feed(key, feed)
            _feed(value, feed)
    elif isinstance(part, PurePath):
        feed(b"p;")
    elif isinstance(part, set | frozenset):
        _feed((b"set", sorted(part)), feed)
    elif isinstance(part, Enum):
        _feed((kind.__qualname__, part.value), feed)
    elif isinstance(part, date):
        _feed((kind.__qualname__, part.isoformat()), feed)
    elif isinstance(part, str):  # a subclass with the same meaning
        _feed(str(part), feed)
    else:
        raise TypeError(f"{type(part)} is not plain data")


def _sized(kind: bytes, data: bytes, feed: Feed) -> None:
    feed(b"%s%d:" % (kind, len(data)))
    feed(data)


@cache
def _values(kind: Hashable) -> Callable[[Any], tuple[Any, ...]]:
    names = _names(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda part: tuple(getattr(part, name) for name in names)


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast(Any, kind)))
