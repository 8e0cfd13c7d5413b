"""Editions in the output folder that octavo made once and makes no more: they are reported, and never deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from octavo.cache import digest, fingerprint
from octavo.cache.store import Store
from octavo.model.diagnostic import Diagnostic, Place, Severity, info
from octavo.model.edition import BuildRecord
from octavo.model.settings import RunOptions, Settings
from octavo.tools import atomic
from octavo.tools.sandbox import display_path

_RULE = "output.leftover"


def remember(store: Store, source: Path, record: BuildRecord, cwd: Path) -> None:
    """Keep in mind what was published, and of which texts it was made."""
    for each in record.editions:
        if each.fresh:
            made = {"source": str(source), "format": each.format, "sha256": each.sha256, "files": record.files}
            store.blobs.write(_key(cwd / each.path), json.dumps(made).encode())


def report(store: Store, records: Mapping[Path, BuildRecord], options: RunOptions, cwd: Path) -> Iterator[Diagnostic]:
    """Report the leftovers in the output folder; `records` are those of this run, by their sources."""
    folder = cwd / options.output
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        edition = path / "index.html" if atomic.is_ours(path) else path
        made = json.loads(store.blobs.read(_key(edition)) or b"null")
        if made is None or fingerprint.of_edition(edition) != made["sha256"]:
            continue
        record = records.get(Path(made["source"]))
        severity = Settings(rules=record.rules if record else options.rules).severity_of(_RULE, Severity.INFO)
        said = _why(made, record, options, cwd)
        if said is not None and severity is not None:
            yield info(_RULE, said[0], Place(display_path(path, cwd)), said[1]).at(severity)


def _why(made: Mapping[str, str], record: BuildRecord | None, options: RunOptions, cwd: Path) -> tuple[str, str] | None:
    """Return why an edition is no longer made, and what to do; None if it is, or is still of the same text."""
    if record is None:
        source = Path(made["source"])
        if source.exists():
            return None
        return f"this was made from '{display_path(source, cwd)}', which no longer exists", "delete it"
    wanted = {*record.formats, *(options.formats or ())}
    if not record.formats or made["format"] in wanted or made["files"] == record.files:
        return None
    hint = f"delete it, or add {made['format']} to octavo: formats"
    return "this edition is from an earlier build and is no longer made, so it does not have your last changes", hint


def _key(edition: Path) -> str:
    """Return the key under which the facts about an edition are kept."""
    return digest.of("edition", str(edition.parent.resolve() / edition.name))
