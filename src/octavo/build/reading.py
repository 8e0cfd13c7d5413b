"""The first two stages of every run: a source is read as a publication, and a publication is set as a manuscript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, in_order, warning
from octavo.model.settings import RunOptions, Settings
from octavo.tools.style_folder import theme_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octavo.model.galley import Manuscript
    from octavo.model.jobs import MapJobs
    from octavo.model.publication import Publication
    from octavo.source.discover import FoundSource


@dataclass(frozen=True, slots=True)
class Inspection:
    """What octavo understands of a source; `publication` and `manuscript` are missing if they cannot be read."""

    publication: Publication | None
    manuscript: Manuscript | None
    diagnostics: tuple[Diagnostic, ...]


def read(found: FoundSource, cwd: Path, options: RunOptions) -> tuple[Publication | None, list[Diagnostic]]:
    """Read a source; return the publication, or None if it cannot be read, and what was found."""
    from octavo.source import defaults, layouts

    said, diagnostics = defaults.of(found, cwd)
    publication, wrong = layouts.read(found, cwd, said, options.trusted)
    diagnostics += wrong
    if publication is None:
        return None, diagnostics
    settings = publication.settings
    if settings.rules:
        from octavo.check import rules

        diagnostics += rules.unknown(publication, options.trusted)
    if settings.theme not in theme_names():  # octavo's own need no press to be found
        from octavo.press import themes

        diagnostics += themes.find(settings.theme, publication.root, publication.key("octavo.theme"))[1]
    if settings.css or settings.theme not in theme_names():  # reported together with what is wrong with the text
        from octavo.press import styles

        diagnostics += styles.examine(publication)
    if settings.filters and not options.trusted:
        diagnostics.append(_left_out(publication))
        settings = replace(settings, filters=())
    settings = replace(settings, rules=(*settings.rules, *options.rules))
    return replace(publication, settings=settings), diagnostics


def _left_out(publication: Publication) -> Diagnostic:
    names = " and ".join(f"'{name}'" for name in publication.settings.filters)
    message = f"{names} was not run: filters are programs, and this text is not trusted"
    hint = "build without --untrusted, if you trust the author"
    return warning("filter.untrusted", message, publication.key("octavo.filters"), hint)


def set_text(publication: Publication, map_jobs: MapJobs) -> tuple[Publication, Manuscript | None, list[Diagnostic]]:
    """Set a publication; return it with plain metadata, and the manuscript, or None where nothing is legible."""
    from octavo.check import leaks
    from octavo.manuscript.dialects import prepare
    from octavo.manuscript.set import set_manuscript

    prepared, diagnostics = prepare(publication, map_jobs)
    manuscript, wrong = set_manuscript(prepared, map_jobs)
    found = [*diagnostics, *wrong]
    if manuscript is not None:
        found += leaks.report_leaks(prepared, manuscript, found, map_jobs)
        prepared = replace(prepared, metadata=manuscript.metadata)
    return prepared, manuscript, found


def by_severity(diagnostics: Iterable[Diagnostic], publication: Publication | None) -> list[Diagnostic]:
    """Return each finding once, with the severity that the author gives it, in the order of the source."""
    settings = publication.settings if publication else Settings()
    kept = []
    for each in dict.fromkeys(diagnostics):
        severity = settings.severity_of(each.rule, each.severity)
        if severity is not None:
            kept.append(each.at(severity))
    return [*in_order(kept)]
