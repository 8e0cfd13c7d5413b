"""The outside validators: all of them at once over the editions of a run, and none twice over the same bytes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from octavo.build.observer import MadeEdition
from octavo.cache import digest, fingerprint, serialize
from octavo.cache.blobs import BlobStore
from octavo.check import claims, validators
from octavo.check.validators import NO_VERDICT, Available, Finding, Unavailable, Validator
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, warning
from octavo.model.edition import BuildRecord, CheckRecord, CheckStatus, EditionRecord
from octavo.model.formats import Format
from octavo.model.settings import RunOptions, Settings
from octavo.tools import atomic, machine, process

if TYPE_CHECKING:
    from octavo.model.publication import Chapter

_MEMORY = 2 * 1024**3
"""Bytes that a validator may need for a long book: no more of them run at once than there is memory for."""


@dataclass(frozen=True, slots=True)
class ValidatorResult:
    """What a validator found in one edition."""

    findings: tuple[Finding, ...]
    seconds: float
    """How long the validator took."""
    fresh: bool = True
    """False where the result was kept from an earlier run."""

    def moved(self, old: Path, new: Path) -> ValidatorResult:
        """Return the result for an edition that has moved from one folder to another."""
        findings = [replace(each, path=new / each.path.relative_to(old)) for each in self.findings]
        return replace(self, findings=tuple(findings))


@dataclass(frozen=True, slots=True)
class _ValidatorJob:
    """One edition to be validated by one validator that is installed."""

    format: str
    file: Path
    sha256: str
    validator: Validator
    key: str
    """The key under which the result is kept."""
    timeout: float
    """Seconds."""

    @property
    def files(self) -> list[Path]:
        """All files to be validated."""
        return sorted(self.file.parent.rglob("*.html")) if self.format == "site" else [self.file]


_Finished = list[tuple[_ValidatorJob, ValidatorResult | Unavailable]]


class ValidatorRun:
    """The validators of a run: a context, in which they work in parallel to everything else.

    Results are kept in `blobs`; `tools` is the fingerprint of all that they depend on and is not the author's.
    """

    def __init__(
        self,
        options: RunOptions,
        cwd: Path,
        blobs: BlobStore,
        tools: str,
        progress: Callable[[int, int, float | None], None],
    ) -> None:
        self._options, self._cwd, self._blobs, self._tools, self._progress = options, cwd, blobs, tools, progress
        self._installed: dict[str, Available | Unavailable] = {each.name: each.find() for each in validators.VALIDATORS}
        self._early: dict[str, Future[_Finished]] = {}
        """What is validated before it is published, by the keys of the results."""
        self._context = ExitStack()

    def __enter__(self) -> Self:
        most = (machine.memory() or _MEMORY) // _MEMORY
        folder = TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True)
        self._folder = Path(self._context.enter_context(folder))
        stop = self._context.enter_context(process.stoppable())
        self._threads = ThreadPoolExecutor(max(1, min(self._options.jobs, most)))
        self._context.callback(self._end, stop)
        return self

    def __exit__(self, *raised: object) -> None:
        self._context.close()

    def _end(self, stop: Callable[[], None]) -> None:
        """Stop what no one waits for any more: after a Ctrl-C, or where nothing was published."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        stop()
        self._threads.shutdown()

    def begin(self, made: MadeEdition) -> None:
        """Begin to validate an edition that is not published yet; safe in any thread.

        A validator that is quicker over many editions at once waits until all are made, unless only one of the formats
        that are made concerns it.
        """
        edition = made.edition
        digested = sha256(edition.whole).hexdigest()
        file = self._folder / f"{len(self._early)}-{digested[:16]}" / made.file_name
        jobs = []
        for validator, installed in self._validators_of(edition.format):
            key = self._key(validator, installed, file.name, digested)
            is_due = not validator.takes_many or sum(each in validator.formats for each in made.formats) == 1
            is_known = key in self._early or (self._options.use_cache and self._blobs.read(key) is not None)
            if is_due and not is_known:
                jobs.append(_ValidatorJob(edition.format, file, digested, validator, key, 60 * made.minutes))
        if jobs and edition.files:
            atomic.write({}, {file.parent: edition.files})
        elif jobs:
            atomic.write({file: edition.data})
        for job in jobs:
            self._early[job.key] = self._threads.submit(self._validate, [job])

    def finish(
        self, records: Sequence[BuildRecord], chapter: Callable[[int, str], Chapter | None]
    ) -> list[BuildRecord]:
        """Return the records of published editions, with what the validators found in them.

        `chapter` returns a chapter of the publication of a record, by the record's row and the chapter's id. It is
        called for findings only, which are few.
        """
        results = self._results([*self._jobs(records)])
        finished = [self._add(row, record, results, chapter) for row, record in enumerate(records)]
        if finished and (missing := [*self._missing(finished)]):
            finished[0] = replace(finished[0], diagnostics=(*finished[0].diagnostics, *missing))
        return finished

    def _validators_of(self, format: str) -> Iterator[tuple[Validator, Available]]:
        """Return the validators of a format that are installed."""
        for validator in validators.VALIDATORS:
            installed = self._installed[validator.name]
            if format in validator.formats and isinstance(installed, Available):
                yield validator, installed

    def _jobs(self, records: Sequence[BuildRecord]) -> Iterator[_ValidatorJob]:
        for record in records:
            for each in record.editions:
                file = self._cwd / each.path
                for validator, installed in self._validators_of(each.format):
                    key = self._key(validator, installed, file.name, each.sha256)
                    yield _ValidatorJob(each.format, file, each.sha256, validator, key, 60 * record.minutes)

    def _key(self, validator: Validator, installed: Available, name: str, sha256: str) -> str:
        """Return the digest of all that a result depends on."""
        return digest.of(self._tools, "verdict", validator.name, installed.version, installed.depends_on, name, sha256)

    # Running them

    def _results(self, jobs: Sequence[_ValidatorJob]) -> dict[str, ValidatorResult]:
        """Return the result of each job by its key, whether it is known, being worked at, or still to be begun."""
        results = self._known([job for job in jobs if job.key not in self._early])
        waiting = [job for job in jobs if job.key not in results and job.key not in self._early]
        running = [self._threads.submit(self._validate, batch) for batch in _batches(waiting)]
        running += {self._early[job.key]: None for job in jobs if job.key in self._early}
        folders = {job.key: job.file.parent for job in jobs}
        for done, each in enumerate(as_completed(running), 1):
            self._progress(done, len(running), None)
            for job, result in each.result():
                if isinstance(result, Unavailable):
                    self._installed[job.validator.name] = result
                else:
                    results[job.key] = result.moved(job.file.parent, folders[job.key])
        return results

    def _known(self, jobs: Sequence[_ValidatorJob]) -> dict[str, ValidatorResult]:
        known = {}
        for job in jobs if self._options.use_cache else ():
            if (data := self._blobs.read(job.key)) is not None:
                with suppress(serialize.DamagedBlobError):
                    known[job.key] = replace(serialize.unpack(data, job.file.parent), fresh=False)
        return known

    def _validate(self, batch: Sequence[_ValidatorJob]) -> _Finished:
        """Run a validator over some editions; each of them is charged its share of the time."""
        began = time.monotonic()
        files = {job: job.files for job in batch}
        timeout = sum(job.timeout for job in batch)
        found = validators.judge(batch[0].validator, [file for each in files.values() for file in each], timeout)
        if isinstance(found, Unavailable):
            return [(job, found) for job in batch]
        share = round((time.monotonic() - began) / len(batch), 2)
        finished: _Finished = []
        for job in batch:
            result = ValidatorResult(tuple(each for each in found if each.path in files[job]), share)
            self._keep(job, result)
            finished.append((job, result))
        return finished

    def _keep(self, job: _ValidatorJob, result: ValidatorResult) -> None:
        """Keep a result for later runs, unless there was none, or it may be about other bytes."""
        if any(each.id in NO_VERDICT for each in result.findings):
            return
        if fingerprint.of_edition(job.file) == job.sha256:
            self._blobs.write(job.key, serialize.pack(result, job.file.parent))

    # Reporting what they found

    def _add(
        self,
        row: int,
        record: BuildRecord,
        results: dict[str, ValidatorResult],
        chapter: Callable[[int, str], Chapter | None],
    ) -> BuildRecord:
        """Return a record with the results of its editions."""
        checks: list[CheckRecord] = []
        found: list[tuple[str, str, Finding]] = []
        for edition, validator in _pairs(record):
            installed = self._installed[validator.name]
            if isinstance(installed, Unavailable):
                reason = f"{installed.reason}; {installed.fix}" if installed.fix else installed.reason
                checks.append(CheckRecord(validator.name, "", edition.format, CheckStatus.SKIPPED, reason=reason))
            else:
                result = results[self._key(validator, installed, Path(edition.path).name, edition.sha256)]
                checks.append(_record(validator.name, installed.version, edition.format, result, record))
                found += [(validator.name, edition.format, each) for each in _each_failure_once(result.findings)]
        places = self._places(record, [each for _, _, each in found], partial(chapter, row))
        diagnostics = [
            _diagnostic(name, format, each, place or _first_line(record), severity)
            for (name, format, each), place in zip(found, places, strict=True)
            if (severity := _severity(name, each, record)) is not None
        ]
        diagnostics += self._refuted(record, diagnostics)
        return replace(record, checks=(*record.checks, *checks), diagnostics=(*record.diagnostics, *diagnostics))

    def _places(
        self, record: BuildRecord, findings: Sequence[Finding], chapter: Callable[[str], Chapter | None]
    ) -> list[Place | None]:
        """Return the author's line for each finding, if it is traceable; kept while the author's files are the same."""
        if not any(each.spot for each in findings):
            return [None] * len(findings)
        key = digest.of(self._tools, "places", record.files, findings)
        if self._options.use_cache and (data := self._blobs.read(key)) is not None:
            with suppress(serialize.DamagedBlobError):
                return list(serialize.unpack(data, self._cwd))
        from octavo.check import tracing  # its imports take time, and most runs have nothing to trace

        places = tracing.trace(findings, chapter)
        if record.files:
            self._blobs.write(key, serialize.pack(places, self._cwd))
        return places

    def _refuted(self, record: BuildRecord, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """Report claims of accessibility that a validator contradicts."""
        severity = Settings(rules=record.rules).severity_of("conformance.refuted", Severity.ERROR)
        for edition in record.editions if severity is not None else ():
            place = Place(record.source, 1, 1)
            for each in claims.refute(Format(edition.format), self._cwd / edition.path, found, place):
                yield each.at(severity or each.severity)

    def _missing(self, records: Sequence[BuildRecord]) -> Iterator[Diagnostic]:
        """Report validators that the command requires and that did not run."""
        made = {edition.format for record in records for edition in record.editions}
        place = _first_line(records[0])
        for validator in validators.VALIDATORS:
            if validator.name not in self._options.required:
                continue
            installed = self._installed[validator.name]
            if isinstance(installed, Unavailable):
                message = f"'{validator.name}' is required and cannot run on this machine: {installed.reason}"
                yield error("check.absent", message, place, f"run: {installed.fix}" if installed.fix else "")
            elif made and made.isdisjoint(validator.formats):
                message = f"'{validator.name}' is required, but no edition is in a format that it validates"
                formats = " and ".join(validator.formats)
                yield warning("check.unused", message, place, f"it validates {formats}: see --to")


def _first_line(record: BuildRecord) -> Place:
    return Place(record.keys_name or record.source, 1, 1)


def _pairs(record: BuildRecord) -> Iterator[tuple[EditionRecord, Validator]]:
    for validator in validators.VALIDATORS:
        for edition in record.editions:
            if edition.format in validator.formats:
                yield edition, validator


def _batches(jobs: Sequence[_ValidatorJob]) -> Iterator[list[_ValidatorJob]]:
    """Return what each validator is given at once; those that take longest come first."""
    for validator in validators.VALIDATORS:
        own = [job for job in jobs if job.validator is validator]
        if own and validator.takes_many:
            yield own
        else:
            yield from ([job] for job in own)


def _each_failure_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Return the findings; where a validator failed on every page of a site, only the first one says so."""
    failures: set[str] = set()
    for each in findings:
        if each.id not in failures:
            yield each
        if each.id in NO_VERDICT:
            failures.add(each.id)


_HINTS = {
    "timed-out": "raise octavo.limits.minutes, the time that it may take over one edition",
    "gave-up": "'octavo doctor' lists what it needs; if memory is short, check with --jobs 1",
}


def _rule(name: str, finding: Finding) -> str:
    """Return the rule of a finding: the validator's own, or a rule of octavo that needs a browser."""
    return finding.id if finding.id.startswith("html.") else f"{name}.{finding.id}"


def _severity(name: str, finding: Finding, record: BuildRecord) -> Severity | None:
    """Return how serious a finding is to the author; None where its rule is off."""
    return Settings(rules=record.rules).severity_of(_rule(name, finding), Severity(finding.severity))


def _diagnostic(name: str, format: str, finding: Finding, place: Place, severity: Severity) -> Diagnostic:
    page = finding.path.name if format == "site" else ""
    where = ":".join(filter(None, (page, finding.location)))
    message = " ".join((f"{finding.message} at {where}" if where else finding.message).split())
    return Diagnostic(_rule(name, finding), severity, message, place, _HINTS.get(finding.id, ""), format)


def _record(name: str, version: str, format: str, result: ValidatorResult, record: BuildRecord) -> CheckRecord:
    severities = [_severity(name, each, record) for each in _each_failure_once(result.findings)]
    errors, warnings = (severities.count(each) for each in (Severity.ERROR, Severity.WARNING))
    # Even if the rule that reports it is off: where the validator failed, nothing has passed.
    failed = errors or any(each.id in NO_VERDICT for each in result.findings)
    seconds = result.seconds if result.fresh else 0.0
    status = CheckStatus.FAILED if failed else CheckStatus.PASSED
    return CheckRecord(name, version, format, status, errors, warnings, seconds, fresh=result.fresh)
