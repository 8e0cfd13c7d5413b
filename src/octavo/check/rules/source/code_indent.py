"""The indentation of code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model.diagnostic import Severity
from octavo.tools.markdown_mask import without_code

_MIXES = ("make", "makefile", "diff", "patch")


def _blocks(text: SourceText) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield the blocks of code: the line before each, and its lines with their numbers."""
    before, block = "", list[tuple[int, str]]()
    lines = zip(text.chapter.text.split("\n"), without_code(text.chapter.text).split("\n"), strict=True)
    for row, (line, masked) in enumerate(lines, 1):
        if line.strip() and not masked.strip():
            block.append((row, line))
        elif line.strip():
            if block:
                yield before, block
            before, block = line, []
    if block:
        yield before, block


def _mixed(text: SourceText) -> Iterator[Flaw]:
    if "\t" not in text.chapter.text:
        return
    for before, block in _blocks(text):
        if any(re.search(rf"\b{each}\b", before, re.IGNORECASE) for each in _MIXES) or "<!--" in block[0][1]:
            continue
        tabs = [row for row, line in block if line.startswith("\t")]
        spaces = [row for row, line in block if re.match(" {2,}[^ *]", line)]
        if tabs and spaces:
            row = tabs[0] if len(tabs) <= len(spaces) else spaces[0]
            these, others = ("a tab", "spaces") if len(tabs) <= len(spaces) else ("spaces", "a tab")
            yield Flaw(f"this line of code is indented with {these}, others with {others}", text.find.line(row, 1))


RULE = Rule(
    id="code.mixed-indent",
    looks_at="source",
    severity=Severity.INFO,
    reason=("Code that mixes tabs and spaces is out of line wherever a tab has another width, and Python rejects it."),
    fix="indent all lines of the block the same way, preferably with spaces",
    wrong="```python\nif dance:\n    follow()\n\tfly()\n```\n",
    right="```python\nif dance:\n    follow()\n    fly()\n```\n",
    examine=_mixed,
)
