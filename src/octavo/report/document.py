"""The report as JSON. Its shape is a contract: keys may be added, and are never renamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from octavo import __version__
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import BuildRecord, SourceAgreement


def report(
    records: Sequence[BuildRecord],
    diagnostics: Iterable[Diagnostic],
    known: Iterable[Diagnostic],
    seconds: float,
    ok: bool,
) -> dict[str, Any]:
    """Return the report of a run; `known` are those of its findings that are in the baseline."""
    in_baseline = set(known)
    return {
        "schema": 1,
        "octavo": __version__,
        "ok": ok,
        "seconds": round(seconds, 3),
        "publications": [_publication(record) for record in records],
        "diagnostics": [{**diagnostic(each), "known": each in in_baseline} for each in diagnostics],
    }


def diagnostic(found: Diagnostic) -> dict[str, Any]:
    """Return one finding."""
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "message": found.message,
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "hint": found.hint,
        "edition": found.edition,
        "pages": list(found.pages),
    }


def to_json(value: Any) -> str:
    """Return indented JSON, with a line end at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _agreement(found: SourceAgreement | None) -> dict[str, Any] | None:
    """Return how the author's words were found, or None where there was nothing to compare."""
    if found is None:
        return None
    return {
        "words": found.words,
        "in_order": found.in_order,
        "moved": found.moved,
        "lost": found.lost,
        "added": found.added,
        "kinds": dict(found.kinds),
        "elements": {name: {"source": ours, "manuscript": theirs} for name, ours, theirs in found.elements},
    }


def _publication(record: BuildRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "title": record.title,
        "kind": record.kind,
        "layout": record.layout,
        "source": record.source,
        "lang": record.lang,
        "manuscript": {**record.manuscript.as_dict(), "chapters": record.chapters},
        "agreement": _agreement(record.agreement),
        "editions": [
            {
                "format": edition.format,
                "path": edition.path,
                "bytes": edition.bytes,
                "sha256": edition.sha256,
                **({"pages": edition.pages} if edition.pages is not None else {}),
                "fresh": edition.fresh,
                "counts": edition.counts.as_dict(),
            }
            for edition in record.editions
        ],
        "checks": [asdict(check) for check in record.checks],
        "work": asdict(record.work),
    }
