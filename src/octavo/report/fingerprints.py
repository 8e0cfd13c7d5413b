"""Names by which findings are recognised after edits elsewhere: made from the text of a line, not from its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from octavo.model.diagnostic import Diagnostic
from octavo.report.lines import SourceLines

_NEAR = 60
"""Characters before and after a place that identify it: a paragraph may be one line, which changes elsewhere."""


def text(found: Diagnostic, lines: SourceLines) -> str:
    """Return the text at a finding's place or, without a place, the message without its numbers."""
    line, column = lines.at(found.place) or "", found.place.column
    near = " ".join(line[max(0, column - 1 - _NEAR) : column - 1 + _NEAR].split())
    if column > 0 and re.search(r"\w", near):
        return near
    return re.sub(r"\d+", "#", " ".join(found.message.split()))


def fingerprints(found: Iterable[Diagnostic], lines: SourceLines) -> list[str]:
    """Return a name for each finding, which another run gives to the same finding."""
    times: Counter[tuple[str, ...]] = Counter()
    names = []
    for each in found:
        key = (each.place.file, each.rule, each.edition or "", text(each, lines))
        names.append(sha256("\0".join((*key, str(times[key]))).encode()).hexdigest()[:32])
        times[key] += 1
    return names
