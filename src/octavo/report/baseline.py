"""The baseline: a file of the findings that a publication already had, so that only new ones are reported.

It is meant to be committed: its entries are sorted, name a line by its text and not by its number, and have paths from
the baseline's own folder.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from octavo.model.diagnostic import Diagnostic
from octavo.model.errors import UsageError
from octavo.report import fingerprints
from octavo.report.lines import SourceLines

_SCHEMA = 1


class BaselineEntry(NamedTuple):
    """What findings that count as the same have in common; `text` is that of the line, or the message where there is no
    line."""

    file: str
    rule: str
    edition: str
    text: str


class Baseline:
    """The findings in a baseline, and how often each occurs."""

    def __init__(self, folder: Path, lines: SourceLines, entries: Counter[BaselineEntry] | None = None) -> None:
        self._folder, self._lines, self.entries = folder, lines, entries or Counter()

    @classmethod
    def read(cls, path: Path, lines: SourceLines) -> Baseline:
        """Read a baseline. Raises `UsageError` where the file is missing or is not a baseline."""
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["schema"] != _SCHEMA:
                raise UsageError(
                    f"the baseline {path} was written by a newer octavo",
                    "update octavo, or write it again: --update-baseline",
                )
            entries = Counter({_entry(each): int(each.get("count", 1)) for each in said["findings"]})
        except FileNotFoundError as missing:
            hint = "add --update-baseline to make it"
            raise UsageError(f"there is no baseline {path} yet", hint) from missing
        except OSError as missing:
            raise UsageError(
                f"cannot read the baseline {path}: {missing.strerror}", "--update-baseline writes it"
            ) from missing
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise UsageError(f"{path} is not a baseline", "--update-baseline writes one") from wrong
        return cls(path.parent, lines, entries)

    def known_among(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that are in the baseline: the first ones of each kind, as many as it has."""
        left = self.entries.copy()
        known = []
        for each in found:
            entry = self.entry(each)
            if left[entry] > 0:
                left[entry] -= 1
                known.append(each)
        return known

    def missing_from(
        self, found: Iterable[Diagnostic], sought: Callable[[BaselineEntry], bool]
    ) -> Counter[BaselineEntry]:
        """Return the entries that no longer occur, out of those that were `sought`."""
        left = self.entries - Counter(self.entry(each) for each in found)
        return Counter({entry: count for entry, count in left.items() if sought(entry)})

    def update(self, found: Sequence[Diagnostic], sought: Callable[[BaselineEntry], bool]) -> Baseline:
        """Return a baseline of what was found, which keeps the entries that were not `sought`."""
        now = Counter(self.entry(each) for each in found)
        kept = {entry: count for entry, count in self.entries.items() if not sought(entry)}
        return Baseline(self._folder, self._lines, now | Counter(kept))

    def to_bytes(self) -> bytes:
        """Return the contents of the file."""
        findings = [
            {name: value for name, value in (*entry._asdict().items(), ("count", count)) if value not in ("", 1)}
            for entry, count in sorted(self.entries.items())
        ]
        rows = ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in findings)
        return f'{{"schema": {_SCHEMA}, "findings": [\n{rows}\n]}}\n'.encode()

    def entry(self, found: Diagnostic) -> BaselineEntry:
        """Return the entry for a finding."""
        return BaselineEntry(
            self.path(found.place.file), found.rule, found.edition or "", fingerprints.text(found, self._lines)
        )

    def path(self, file: str) -> str:
        """Return the path of a file as the baseline names it."""
        absolute = self._lines.cwd / file
        try:
            return Path(os.path.relpath(absolute, self._folder)).as_posix()
        except ValueError:  # on another drive
            return absolute.as_posix()


def _entry(said: dict[str, Any]) -> BaselineEntry:
    return BaselineEntry(*(str(said.get(name, "")) for name in BaselineEntry._fields))
