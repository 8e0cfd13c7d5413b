"""Walks over a galley's tree that several parts of the press share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def texts(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield where the texts inside an element are: an element, and `text` or `tail`."""
    for element in root.iter():
        if element.text and isinstance(element.tag, str):
            yield element, "text"
        if element is not root and element.tail:
            yield element, "tail"
