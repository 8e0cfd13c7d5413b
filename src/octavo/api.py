"""octavo from Python: build, check and inspect publications.

    import octavo

    outcome = octavo.build("book/", to=["pdf", "epub"], output="output")

What is wrong with a publication is in the outcome's diagnostics and raises nothing. What is wrong with the call or with
the machine is raised as an `OctavoError`. Nothing heavy is imported until something has to be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing import Unpack

    from octavo.build.observer import Observer
    from octavo.build.outcome import Outcome
    from octavo.build.reading import Inspection
    from octavo.build.session import Session
    from octavo.model.diagnostic import Severity
    from octavo.model.settings import RunOptions

Source = str | Path
"""An article (.md), a book (a folder), or a folder of them."""


class Options(TypedDict, total=False):
    """The options of `build` and `check`, as those of the command. Each can be left out."""

    to: str | Iterable[str]
    """The formats to make. Without it: what the publication says, else PDF, EPUB and HTML."""
    output: Source
    """The folder for the editions, `output` unless named."""
    name: str
    """The name of the editions, for a single source; that of its file or folder unless named."""
    cwd: Source
    """The folder that relative paths start from, and in which the cache is kept; the current one unless named."""
    layout: str
    """How folders are read. Without it: as their files suggest."""
    jobs: int
    """How many processes may work at once; as many as there are cores unless named."""
    cache: bool
    """False ignores the cache and rebuilds everything."""
    strict: bool
    """True treats warnings as errors: nothing is published while there is one."""
    rules: Mapping[str, str | Severity | None]
    """A severity for each rule or family of rules (`image.*`); None or `off` leaves it out."""
    baseline: Source
    """A file of known findings, which do not count."""
    trusted: bool
    """False runs no program that comes with a text: neither Lua filters nor plug-ins."""


def build(
    sources: Source | Iterable[Source] = (), *, observer: Observer | None = None, **options: Unpack[Options]
) -> Outcome:
    """Make the editions of one or more publications; without sources, of those in `source/` or, else, in `cwd`.

    What is up to date is left alone. If a publication has errors, its last good editions stay. An `observer` follows
    what is being done. Raises `UsageError` for a format, rule, layout or file that does not exist, and `MachineError`
    where this machine lacks something.
    """
    with _session(observer, options) as session:
        return _compared(session, session.build(_paths(sources)))


def check(
    sources: Source | Iterable[Source] = (),
    *,
    own: bool = False,
    require: str | Iterable[str] = (),
    external: bool = False,
    observer: Observer | None = None,
    **options: Unpack[Options],
) -> Outcome:
    """Build, then examine the editions by all rules of octavo and by the outside validators that are installed.

    With `own`, only by those rules. Validators named in `require` must be installed: a missing one is reported as
    an error, `check.absent`. With `external`, links to other places on the web are checked too. Raises what `build`
    raises.
    """
    with _session(observer, options, _names(require), external) as session:
        outcome = session.build(_paths(sources), examining=True) if own else session.check(_paths(sources))
        if external:
            outcome = session.check_links(outcome)
        return _compared(session, outcome)


def inspect(source: Source, *, cwd: Source = ".", layout: str | None = None, trusted: bool = True) -> Inspection:
    """Return what octavo understands of one publication, and make nothing of it.

    Raises `UsageError` for a layout that does not exist.
    """
    options: Options = {"cwd": cwd, "trusted": trusted}
    if layout is not None:
        options["layout"] = layout
    with _session(None, options) as session:
        return session.inspect(Path(source))


def _session(
    observer: Observer | None, options: Options, required: tuple[str, ...] = (), external: bool = False
) -> Session:
    from octavo.build.observer import SILENT
    from octavo.build.session import Session

    cwd = Path(options.get("cwd", ".")).absolute()
    return Session(cwd, _run_options(options, required, external), observer or SILENT)


def _run_options(options: Options, required: tuple[str, ...], external: bool) -> RunOptions:
    from octavo.build.session import cores
    from octavo.model.errors import UsageError
    from octavo.model.formats import FORMATS
    from octavo.model.settings import RunOptions

    unknown = options.keys() - Options.__annotations__.keys()
    if unknown:
        raise TypeError(f"unknown options: {', '.join(sorted(unknown))}")
    formats = _names(options.get("to", ()))
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"there is no format '{name}'", f"the formats are {', '.join(FORMATS)}")
    baseline = options.get("baseline")
    return RunOptions(
        formats=formats or None,
        output=Path(options.get("output", "output")),
        name=options.get("name"),
        jobs=options.get("jobs", cores()),
        use_cache=options.get("cache", True),
        strict=options.get("strict", False),
        layout=options.get("layout"),
        rules=_rules(options.get("rules", {}), options.get("trusted", True)),
        required=required,
        baseline=Path(baseline) if baseline is not None else None,
        external=external,
        trusted=options.get("trusted", True),
    )


def _rules(wanted: Mapping[str, str | Severity | None], trusted: bool) -> tuple[tuple[str, Severity | None], ...]:
    """Return the severities that rules get, families first: a rule of its own overrides its family."""
    if not wanted:
        return ()
    from octavo.check import rules
    from octavo.model.diagnostic import Severity
    from octavo.model.errors import UsageError

    for name, severity in wanted.items():
        if not rules.is_known(name, trusted):
            near = rules.suggest(name, trusted)
            raise UsageError(f"there is no rule '{name}'", f"did you mean '{near[0]}'?" if near else "")
        if severity not in (None, "off", *Severity):
            raise UsageError(f"there is no severity '{severity}'", f"use {', '.join(Severity)} or off")
    ordered = sorted(wanted.items(), key=lambda each: not each[0].endswith(".*"))
    return tuple((name, None if severity in (None, "off") else Severity(severity)) for name, severity in ordered)


def _compared(session: Session, outcome: Outcome) -> Outcome:
    if session.options.baseline is None:
        return outcome
    from octavo.build import baseline

    return baseline.compare(outcome, session.options, session.cwd)


def _paths(sources: Source | Iterable[Source]) -> list[Path]:
    return [Path(sources)] if isinstance(sources, str | Path) else [Path(each) for each in sources]


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
