"""How well the agreement with the source works: false alarms, and words taken out of galleys that are noticed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.build import reading
from octavo.build.source_agreement import hints_of, left_out_lines
from octavo.check.source_agreement import agreement
from octavo.check.source_agreement.galley_words import Share, galley_words
from octavo.check.source_agreement.kinds import SHOWN, Kind
from octavo.check.source_agreement.scan import scan
from octavo.check.source_agreement.source_words import source_words
from octavo.check.source_agreement.verdicts import Verdict, judge
from octavo.model.diagnostic import Severity
from octavo.model.jobs import serial
from octavo.model.settings import RunOptions
from octavo.source.discover import discover

_TRIES = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """A publication that was compared: its jobs, what they came to, the findings, and the CPU time in seconds."""

    jobs: list[agreement.AgreementJob]
    results: list[agreement.ChapterAgreement]
    findings: list[str]
    seconds: float


def over(paths: list[Path]) -> None:
    """Print a row for each publication, and its findings below."""
    print(f"{'publication':34}{'words':>9}{'moved':>7}{'lost':>6}{'added':>7}  seen of {_TRIES}  CPU s in 100,000")
    for path in paths:
        for name, found in _compared(path.resolve()):
            total = sum((each.counts for each in found.results), agreement.SourceAgreement())
            share = 1e5 * found.seconds / max(1, total.words)
            row = f"{total.words:9,}{total.moved:7,}{total.lost:6,}{total.added:7,}"
            print(f"{name:34}{row}  {_noticed(found.jobs):7}  {share:6.2f}", flush=True)
            for finding in found.findings:
                print(f"    {finding}", flush=True)


def _compared(path: Path) -> Iterator[tuple[str, Compared]]:
    cwd = path if path.is_dir() else path.parent
    for found in discover([path], cwd, None)[0]:
        publication, said = reading.read(found, cwd, RunOptions())
        if publication is None:
            print(found.name, "cannot be read:", *(each.message for each in said[:2]))
            continue
        publication, manuscript, wrong = reading.set_text(publication, serial)
        if manuscript is None:
            continue
        began = time.process_time()
        jobs = list(agreement.jobs(publication, manuscript, hints_of(publication)))
        results = [agreement.compare(job) for job in jobs]
        seconds = time.process_time() - began
        left_out = left_out_lines([*said, *wrong])
        findings = [
            f"{each.place} {each.rule}: {each.message}"
            for each in agreement.report(results, left_out, Severity.WARNING)
        ]
        yield found.name, Compared(jobs, results, findings, seconds)


def _noticed(jobs: list[agreement.AgreementJob]) -> int:
    """Return how many single words are noticed that are taken out of galleys at random."""
    chance, noticed = random.Random(7), 0
    large = [job for job in jobs if len(job.source.text) > 1000]
    for _ in range(_TRIES if large else 0):
        job = chance.choice(large)
        shown = SHOWN | {Kind.TITLE} if job.is_article else SHOWN
        source, galley = source_words(scan(job.source.text, job.hints), shown), galley_words(job.galley)
        before = judge(source, galley)
        sure = [
            at
            for at, verdict in enumerate(before.theirs)
            if verdict == Verdict.IN_ORDER and galley.shares[at] in (Share.TEXT, Share.CODE)
        ]
        if not sure:
            continue
        at = chance.choice(sure)
        without = replace(
            galley,
            words=galley.words[:at] + galley.words[at + 1 :],
            shares=galley.shares[:at] + galley.shares[at + 1 :],
            blocks=galley.blocks[:at] + galley.blocks[at + 1 :],
            noted=galley.noted[:at] + galley.noted[at + 1 :],
            captioned=galley.captioned[:at] + galley.captioned[at + 1 :],
        )
        after = judge(source, without)
        noticed += after.ours.count(Verdict.NOT) > before.ours.count(Verdict.NOT)
    return noticed
