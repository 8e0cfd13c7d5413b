"""What octavo understands of a publication, and what it knows of the machine."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.galley import Galley
from octavo.model.publication import Publication
from octavo.report import document, terminal


def inspect(source: Path, as_json: bool) -> int:
    """Show one publication; 1 where it has errors, 2 where there is none."""
    from octavo import pipeline

    publication, galley, diagnostics = pipeline.understand(source, Path.cwd())
    if as_json:
        print(document.written(_understood(publication, galley, diagnostics)), end="")
    else:
        if publication is not None:
            _print(publication, galley)
        for each in diagnostics:
            print(terminal.line(each))
    if publication is None and not (Path.cwd() / source).is_file():
        return 2
    return int(any(each.severity is Severity.ERROR for each in diagnostics))


def _understood(
    publication: Publication | None, galley: Galley | None, diagnostics: list[Diagnostic]
) -> dict[str, Any]:
    shown: dict[str, Any] = {"diagnostics": [document.diagnostic(each) for each in diagnostics]}
    if publication is not None:
        metadata = asdict(publication.metadata)
        metadata["date"] = str(metadata["date"]) if metadata["date"] is not None else None
        shown |= {
            "name": publication.name,
            "kind": publication.kind,
            "source": publication.source,
            "metadata": metadata,
            "settings": asdict(publication.settings),
            "chapters": [{"id": chapter.id, "file": chapter.name} for chapter in publication.chapters],
        }
    if galley is not None:
        shown |= {
            "title": galley.title,
            "counts": galley.reading.counts.as_dict(),
            "contents": [asdict(heading) for heading in galley.headings],
            "resources": [
                {"name": r.name, "media_type": r.media_type, "size": r.size, "sha256": r.digest}
                for r in galley.resources
            ],
        }
    return shown


def _print(publication: Publication, galley: Galley | None) -> None:
    metadata, settings = publication.metadata, publication.settings
    rows = {
        "title": galley.title if galley else metadata.title,
        "subtitle": galley.subtitle if galley else metadata.subtitle or "",
        "by": ", ".join(f"{person.name} ({person.role})" for person in metadata.contributors),
        "date": galley.date if galley else "",
        "language": metadata.lang,
        "keywords": ", ".join(metadata.keywords),
        "formats": ", ".join(settings.formats),
        "page": " × ".join(f"{side:g}" for side in settings.page_size) + " mm",
        "theme": settings.theme,
    }
    print(f"{publication.source}: {publication.kind}")
    for name, value in rows.items():
        if value:
            print(f"  {name:9} {value}")
    if galley is None:
        return
    print(
        "  holds     "
        + ", ".join(f"{count} {name}" for name, count in galley.reading.counts.as_dict().items() if count)
    )
    print("  contents")
    for heading in galley.headings:
        print(f"    {'  ' * (heading.level - 1)}{heading.text}  #{heading.id}")


def doctor(as_json: bool) -> int:
    """Show what the machine has; 3 where something is missing that a build needs."""
    from octavo.cli.progress import colour
    from octavo.tools import machine

    requirements = machine.requirements()
    lacking = [each for each in requirements if each.found is None]
    if as_json:
        print(document.written([asdict(each) for each in requirements]), end="")
    else:
        tinted = colour(sys.stdout)
        for each in requirements:
            mark = "has" if each.found else "lacks"
            shown = f"\033[1;31m{mark}\033[0m" if tinted and not each.found else mark
            print(f"{shown:5} {each.name} {each.found or ''}".rstrip() + f", for {each.needed_for}")
            if not each.found and each.mend:
                print(f"      {each.mend}")
    return 3 if any(each.essential for each in lacking) else 0
