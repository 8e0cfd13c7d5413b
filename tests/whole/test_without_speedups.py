"""Real books laid out with and without what makes WeasyPrint quicker: the same proofs, and the same bytes of the PDF.

Some gatherings of each are laid out; all of them, and the bound PDF, with `OCTAVO_LONG=1`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octavo.build.publish import modified
from octavo.manuscript.set import set_manuscript
from octavo.model.jobs import serial
from octavo.press import styles
from octavo.press.pdf.engine import patches
from octavo.press.pdf.jobs import set_gathering
from octavo.press.pdf.print_run import PrintRun
from octavo.source import layouts
from octavo.source.discover import discover

HOME = Path(__file__).parent.parent.parent
CORPUS = HOME.parent / "shared" / "corpus"
SOURCES = [
    HOME / "source" / "guide",
    HOME / "source" / "the-light-that-finds-us.md",
    pytest.param(CORPUS / "mdbook-guide", marks=pytest.mark.shared),
    pytest.param(CORPUS / "pandoc-manual.md", marks=pytest.mark.shared),
]
LARGEST = 20_000
"""Characters of HTML of a gathering above which it is left to the long form."""
EVERY = 4

pytestmark = pytest.mark.slow


def print_run(source: Path) -> PrintRun:
    if not source.exists():
        pytest.skip(f"{source.name} is not here")
    (found,), _ = discover([source], source.parent)
    publication, _ = layouts.read(found, source.parent)
    assert publication is not None
    manuscript, _ = set_manuscript(publication, serial)
    assert manuscript is not None
    return PrintRun(publication, manuscript, styles.for_publication("print", publication, manuscript), serial)


@pytest.mark.parametrize("source", SOURCES)
def test_gatherings_are_the_same(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = list(print_run(source)._jobs(first=True).values())
    some = sorted((job for job in jobs if len(job.galley.html) < LARGEST), key=lambda job: -len(job.galley.html))
    chosen = some[::EVERY]
    if not chosen:
        pytest.skip("it is one long gathering: laid out with OCTAVO_LONG=1")
    quick = [set_gathering(job) for job in chosen]
    monkeypatch.setenv("OCTAVO_NO_SPEEDUPS", "1")
    assert not patches.has_speedups()
    for job, proof in zip(chosen, quick, strict=True):
        assert set_gathering(job) == proof, job.galley.chapter


@pytest.mark.skipif(not os.environ.get("OCTAVO_LONG"), reason="it takes minutes: with OCTAVO_LONG=1")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("source", SOURCES)
def test_the_whole_pdf_is_the_same(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = bound(source)
    monkeypatch.setenv("OCTAVO_NO_SPEEDUPS", "1")
    assert bound(source) == quick


def bound(source: Path) -> bytes:
    run = print_run(source)
    run.lay_out()
    run.finish()
    return run.bind(modified(run.publication))
