"""The editions of a run before the outside validators: all validators at once, and none twice over the same bytes."""

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

from octavo.cache import digest, fingerprint, serialize
from octavo.cache.blobs import BlobStore
from octavo.check import claims, validators
from octavo.check.validators import NO_VERDICT, Available, Finding, Unavailable, Validator
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, warning
from octavo.model.edition import BuildRecord, CheckRecord, CheckStatus, Edition, EditionRecord
from octavo.model.formats import Format
from octavo.model.settings import RunOptions, Settings
from octavo.tools import atomic, machine, process

if TYPE_CHECKING:
    from octavo.model.publication import Chapter

_MEMORY = 2 * 1024**3
"""Bytes that a validator may need over a long book: no more of them at once than there is room for."""


@dataclass(frozen=True, slots=True)
class ValidatorResult:
    """What a validator has said of one edition, and the seconds that it took; not `fresh`: it was known before."""

    findings: tuple[Finding, ...]
    seconds: float
    fresh: bool = True

    def moved(self, old: Path, new: Path) -> ValidatorResult:
        """The same of an edition that has gone from one folder to another."""
        findings = [replace(each, path=new / each.path.relative_to(old)) for each in self.findings]
        return replace(self, findings=tuple(findings))


@dataclass(frozen=True, slots=True)
class _ValidatorJob:
    """One edition before one validator, which is here. Under `key` its verdict is kept."""

    format: str
    file: Path
    sha256: str
    validator: Validator
    key: str
    seconds: float

    @property
    def files(self) -> list[Path]:
        """All that there is to judge."""
        return sorted(self.file.parent.rglob("*.html")) if self.format == "site" else [self.file]


Heard = list[tuple[_ValidatorJob, ValidatorResult | Unavailable]]


class ValidatorRun:
    """Has the editions of a run judged: a context, in which they are heard beside whatever else is done.

    Verdicts are kept among `pieces`; `tools` is all that they depend on and is not the author's.
    """

    def __init__(
        self,
        options: RunOptions,
        cwd: Path,
        pieces: BlobStore,
        tools: str,
        step: Callable[[int, int, float | None], None],
    ) -> None:
        self._options, self._cwd, self._pieces, self._tools, self._step = options, cwd, pieces, tools, step
        self._there: dict[str, Available | Unavailable] = {each.name: each.find() for each in validators.VALIDATORS}
        self._early: dict[str, Future[Heard]] = {}
        """Of what is judged before it is published, by the keys of the verdicts."""
        self._context = ExitStack()

    def __enter__(self) -> Self:
        room = (machine.memory() or _MEMORY) // _MEMORY
        aside = TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True)
        self._aside = Path(self._context.enter_context(aside))
        stop = self._context.enter_context(process.stoppable())
        self._pool = ThreadPoolExecutor(max(1, min(self._options.jobs, room)))
        self._context.callback(self._end, stop)
        return self

    def __exit__(self, *raised: object) -> None:
        self._context.close()

    def _end(self, stop: Callable[[], None]) -> None:
        """What is not waited for any more is stopped: a Ctrl-C, or nothing was published."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        stop()
        self._pool.shutdown()

    def begin(self, name: str, edition: Edition, minutes: float, only: Sequence[str]) -> None:
        """Hear an edition that is made, and will be published by this name; safe in any thread, and more than once.

        A validator that is quicker over many in one go waits until all are there, unless it is for just one of those
        that are made: `only` has their formats, where they are known.
        """
        digested = sha256(edition.whole).hexdigest()
        folder = self._aside / f"{len(self._early)}-{digested[:16]}"
        trials = []
        for validator, there in self._judges(edition.format):
            key = self._key(validator, there, Path(name).name, digested)
            due = not validator.takes_many or sum(each in validator.formats for each in only) == 1
            known = key in self._early or (self._options.use_cache and self._pieces.read(key) is not None)
            if due and not known:
                trials.append(_ValidatorJob(edition.format, folder / name, digested, validator, key, 60 * minutes))
        if trials:
            file = trials[0].file
            if edition.files:
                atomic.write({}, {file.parent: edition.files})
            else:
                atomic.write({file: edition.data})
        for trial in trials:
            self._early[trial.key] = self._pool.submit(self._hear, [trial])

    def judge(self, records: Sequence[BuildRecord], chapter: Callable[[int, str], Chapter | None]) -> list[BuildRecord]:
        """The records, with what was said of their editions.

        `chapter` gives a chapter of the publication of a row, by its id: only for findings, which are few, is it asked.
        """
        verdicts = self._verdicts([*self._trials(records)])
        judged = [self._told(row, record, verdicts, chapter) for row, record in enumerate(records)]
        if judged and (amiss := [*self._required(judged)]):
            judged[0] = replace(judged[0], diagnostics=(*judged[0].diagnostics, *amiss))
        return judged

    def _judges(self, format: str) -> Iterator[tuple[Validator, Available]]:
        """The validators of a format that are here."""
        for validator in validators.VALIDATORS:
            there = self._there[validator.name]
            if format in validator.formats and isinstance(there, Available):
                yield validator, there

    def _trials(self, records: Sequence[BuildRecord]) -> Iterator[_ValidatorJob]:
        for record in records:
            for each in record.editions:
                file = self._cwd / each.path
                for validator, there in self._judges(each.format):
                    key = self._key(validator, there, file.name, each.sha256)
                    yield _ValidatorJob(each.format, file, each.sha256, validator, key, 60 * record.minutes)

    def _key(self, validator: Validator, there: Available, name: str, sha256: str) -> str:
        """The digest of all that a verdict depends on."""
        return digest.of(self._tools, "verdict", validator.name, there.version, there.depends_on, name, sha256)

    # Hearing them

    def _verdicts(self, trials: Sequence[_ValidatorJob]) -> dict[str, ValidatorResult]:
        """What is said in each trial, by its key: said before, being said, or asked for now, of several at once."""
        verdicts = self._known([trial for trial in trials if trial.key not in self._early])
        waiting = [trial for trial in trials if trial.key not in verdicts and trial.key not in self._early]
        running = [self._pool.submit(self._hear, batch) for batch in _batches(waiting)]
        running += {self._early[trial.key]: None for trial in trials if trial.key in self._early}
        places = {trial.key: trial.file.parent for trial in trials}
        for done, each in enumerate(as_completed(running), 1):
            self._step(done, len(running), None)
            for trial, verdict in each.result():
                if isinstance(verdict, Unavailable):
                    self._there[trial.validator.name] = verdict
                else:
                    verdicts[trial.key] = verdict.moved(trial.file.parent, places[trial.key])
        return verdicts

    def _known(self, trials: Sequence[_ValidatorJob]) -> dict[str, ValidatorResult]:
        known = {}
        for trial in trials if self._options.use_cache else ():
            if (data := self._pieces.read(trial.key)) is not None:
                with suppress(serialize.DamagedBlobError):
                    known[trial.key] = replace(serialize.unpack(data, trial.file.parent), fresh=False)
        return known

    def _hear(self, batch: Sequence[_ValidatorJob]) -> Heard:
        """Run a validator over some editions; each has its share of the time that it took."""
        began = time.monotonic()
        files = {trial: trial.files for trial in batch}
        patience = sum(trial.seconds for trial in batch)
        said = validators.judge(batch[0].validator, [file for each in files.values() for file in each], patience)
        if isinstance(said, Unavailable):
            return [(trial, said) for trial in batch]
        share = round((time.monotonic() - began) / len(batch), 2)
        heard: Heard = []
        for trial in batch:
            verdict = ValidatorResult(tuple(each for each in said if each.path in files[trial]), share)
            self._keep(trial, verdict)
            heard.append((trial, verdict))
        return heard

    def _keep(self, trial: _ValidatorJob, verdict: ValidatorResult) -> None:
        """For the next time; but not where there was no verdict, nor where it may be about other bytes."""
        if any(each.id in NO_VERDICT for each in verdict.findings):
            return
        if fingerprint.of_edition(trial.file) == trial.sha256:
            self._pieces.write(trial.key, serialize.pack(verdict, trial.file.parent))

    # Telling what they said

    def _told(
        self,
        row: int,
        record: BuildRecord,
        verdicts: dict[str, ValidatorResult],
        chapter: Callable[[int, str], Chapter | None],
    ) -> BuildRecord:
        checks: list[CheckRecord] = []
        said: list[tuple[str, str, Finding]] = []
        for edition, validator in _pairs(record):
            there = self._there[validator.name]
            if isinstance(there, Unavailable):
                reason = f"{there.reason}; {there.fix}" if there.fix else there.reason
                checks.append(CheckRecord(validator.name, "", edition.format, CheckStatus.SKIPPED, reason=reason))
            else:
                verdict = verdicts[self._key(validator, there, Path(edition.path).name, edition.sha256)]
                checks.append(_record(validator.name, there.version, edition.format, verdict, record))
                said += [(validator.name, edition.format, each) for each in _once(verdict.findings)]
        places = self._places(record, [each for _, _, each in said], partial(chapter, row))
        told = [
            _diagnostic(name, format, each, place or _first_line(record), severity)
            for (name, format, each), place in zip(said, places, strict=True)
            if (severity := _taken(name, each, record)) is not None
        ]
        told += self._refuted(record, told)
        return replace(record, checks=(*record.checks, *checks), diagnostics=(*record.diagnostics, *told))

    def _places(
        self, record: BuildRecord, findings: Sequence[Finding], chapter: Callable[[str], Chapter | None]
    ) -> list[Place | None]:
        """The author's line of each finding, where it can be known; kept as long as the author's files are the same."""
        if not any(each.spot for each in findings):
            return [None] * len(findings)
        key = digest.of(self._tools, "places", record.files, findings)
        if self._options.use_cache and (data := self._pieces.read(key)) is not None:
            with suppress(serialize.DamagedBlobError):
                return list(serialize.unpack(data, self._cwd))
        from octavo.check import tracing  # what it takes is imported only where there is something to trace

        places = tracing.trace(findings, chapter)
        if record.files:
            self._pieces.write(key, serialize.pack(places, self._cwd))
        return places

    def _refuted(self, record: BuildRecord, said: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """What editions claim of their accessibility, and a validator speaks against."""
        severity = Settings(rules=record.rules).taken("conformance.refuted", Severity.ERROR)
        for edition in record.editions if severity is not None else ():
            place = Place(record.source, 1, 1)
            for each in claims.refute(Format(edition.format), self._cwd / edition.path, said, place):
                yield each.at(severity or each.severity)

    def _required(self, judged: Sequence[BuildRecord]) -> Iterator[Diagnostic]:
        """What is wrong with the validators that the command says must be here."""
        made = {edition.format for record in judged for edition in record.editions}
        place = _first_line(judged[0])
        for validator in validators.VALIDATORS:
            if validator.name not in self._options.required:
                continue
            there = self._there[validator.name]
            if isinstance(there, Unavailable):
                message = f"'{validator.name}' is required, and cannot run here: {there.reason}"
                yield error("check.absent", message, place, f"run: {there.fix}" if there.fix else "")
            elif made and made.isdisjoint(validator.formats):
                message = f"'{validator.name}' is required, and there is nothing for it to judge"
                yield warning("check.unused", message, place, f"it judges {' and '.join(validator.formats)}: see --to")


def _first_line(record: BuildRecord) -> Place:
    return Place(record.keys_name or record.source, 1, 1)


def _pairs(record: BuildRecord) -> Iterator[tuple[EditionRecord, Validator]]:
    for validator in validators.VALIDATORS:
        for edition in record.editions:
            if edition.format in validator.formats:
                yield edition, validator


def _batches(trials: Sequence[_ValidatorJob]) -> Iterator[list[_ValidatorJob]]:
    """What is given to a validator in one go; those that take longest come first."""
    for validator in validators.VALIDATORS:
        own = [trial for trial in trials if trial.validator is validator]
        if own and validator.takes_many:
            yield own
        else:
            yield from ([trial] for trial in own)


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Of a validator that came to no verdict on any page of a site, it is enough to be told once."""
    told: set[str] = set()
    for each in findings:
        if each.id not in told:
            yield each
        if each.id in NO_VERDICT:
            told.add(each.id)


_HINTS = {
    "timed-out": "octavo.limits.minutes is how long it may take over one edition",
    "gave-up": "'octavo doctor' tells what it needs; where memory is short, check with --jobs 1",
}


def _rule(name: str, finding: Finding) -> str:
    """The rule of a finding: the validator's, or ours, where it is looked for in a validator's window."""
    return finding.id if finding.id.startswith("html.") else f"{name}.{finding.id}"


def _taken(name: str, finding: Finding, record: BuildRecord) -> Severity | None:
    """How seriously the author takes a finding: None where it is switched off."""
    return Settings(rules=record.rules).taken(_rule(name, finding), Severity(finding.severity))


def _diagnostic(name: str, format: str, finding: Finding, place: Place, severity: Severity) -> Diagnostic:
    page = finding.path.name if format == "site" else ""
    where = ":".join(filter(None, (page, finding.location)))
    message = " ".join((f"{finding.message} at {where}" if where else finding.message).split())
    return Diagnostic(_rule(name, finding), severity, message, place, _HINTS.get(finding.id, ""), format)


def _record(name: str, version: str, format: str, verdict: ValidatorResult, record: BuildRecord) -> CheckRecord:
    taken = [_taken(name, each, record) for each in _once(verdict.findings)]
    errors, warnings = (taken.count(kind) for kind in (Severity.ERROR, Severity.WARNING))
    # Whatever becomes of the finding that says so: where there was no verdict, nothing has passed.
    failed = errors or any(each.id in NO_VERDICT for each in verdict.findings)
    seconds = verdict.seconds if verdict.fresh else 0.0
    status = CheckStatus.FAILED if failed else CheckStatus.PASSED
    return CheckRecord(name, version, format, status, errors, warnings, seconds, fresh=verdict.fresh)
