"""YAML that octavo writes for authors, in a form that they would have typed and that octavo reads back unchanged."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

_WIDEST = 78
"""The characters of a list up to which it is on the line of its key."""
_PLAIN = re.compile(r"[^\W\d_][\w ./()’–-]*(?<! )")
_NOT_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
"""Words that YAML 1.1 or octavo takes for something else."""


def write(data: Mapping[str, Any]) -> str:
    """Return a mapping as YAML: short lists on one line, and text in quotation marks where it could be misread."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 1_000_000  # an author breaks lines by sense
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_prepare(data), stream)
    return stream.getvalue()


def write_text(text: str) -> str:
    """Return text as YAML on one line."""
    return write({"x": text}).removeprefix("x: ").rstrip("\n")


def _prepare(value: Any) -> Any:
    """Return a value with the style in which ruamel is to write each part of it."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        return {_prepare(key): _prepare(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        members = CommentedSeq(map(_prepare, value))
        is_flat = all(not isinstance(each, Mapping | list | tuple) for each in value)
        if is_flat and sum(len(str(each)) + 2 for each in value) < _WIDEST:
            members.fa.set_flow_style()
        return members
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.lower() in _NOT_TEXT):
        return DoubleQuotedScalarString(value)
    return value
