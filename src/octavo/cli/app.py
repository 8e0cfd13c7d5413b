"""The `octavo` command. Heavy things are imported by the command that needs them: `octavo --help` must be quick."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from octavo import __version__
from octavo.cli.output import DiagnosticsFormat
from octavo.model.diagnostic import Severity
from octavo.model.errors import MachineError, OctavoError, PublicationError, UsageError
from octavo.model.settings import FORMATS, USUAL_FORMATS, RunOptions
from octavo.source import layouts


class Exit(IntEnum):
    """What the command ends with; scripts rely on it."""

    DONE = 0
    PUBLICATION = 1
    USAGE = 2
    MACHINE = 3
    BUG = 4
    INTERRUPTED = 130


app = typer.Typer(
    name="octavo",
    help="One Markdown text as a book: a printable PDF, an EPUB 3, one self-contained HTML page and a site that all say"
    " the same thing.\n\n"
    "Start with 'octavo new article my-essay.md' or 'octavo new book my-book', then 'octavo build my-book'.",
    epilog="Exit status: 0 done; 1 the publication has errors; 2 the command was called wrongly; 3 this machine lacks "
    "something; 4 octavo failed; 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
new = typer.Typer(help="Start a publication that builds.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(new, name="new")

_CORES = os.cpu_count() or 1

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Articles (.md), books (folders with book.yaml, with the files of another tool, or with chapters), or"
        " folders of them. Without any: everything in source/.",
        show_default=False,
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        "-t",
        metavar="FORMAT,...",
        help=f"What to make: {', '.join(FORMATS)}. "
        f"Without it: what the header or book.yaml says, else {', '.join(USUAL_FORMATS)}.",
        show_default=False,
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        help=f"How folders are to be read: {', '.join(name for name in layouts.names() if name != 'article')}."
        " Without it: as their files tell.",
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the editions go.")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="How many processes may work at once.", show_default="cores")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Make everything anew, whatever was made before.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Take warnings for errors: nothing is published while there is one.")
]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write what was done and found as JSON.", show_default=False),
]
Diagnostics = Annotated[
    DiagnosticsFormat, typer.Option("--diagnostics", help="How findings are written to standard output.")
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="ID[=SEVERITY],...",
        help="Take a rule, or a family of rules (print.*), as error, warning, info or off. Without a severity: as it"
        " usually is, also where it is off.",
        show_default=False,
    ),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="ID,...", help="Leave out a rule, or a family of rules.", show_default=False),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help="Pass over the findings that this file has, and tell only new ones.",
        show_default=False,
    ),
]  # fmt: skip
Update = Annotated[bool, typer.Option("--update-baseline", help="Write what is found now into the file of --baseline.")]
HtmlReport = Annotated[
    Path | None,
    typer.Option(
        "--html-report", metavar="FILE", help="Write a page about what was found, with pictures of the printed pages.",
        show_default=False,
    ),
]  # fmt: skip
Own = Annotated[bool, typer.Option("--own", help="Only octavo's own rules, no outside validator.")]
External = Annotated[
    bool, typer.Option("--external", help="Ask on the web, too, whether links to other places still lead somewhere.")
]
Explained = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="ID", help="Say what a rule is for, with examples, and go. 'all' lists them all.",
        show_default=False,
    ),
]  # fmt: skip
Require = Annotated[
    list[str] | None,
    typer.Option(
        "--require",
        metavar="VALIDATOR,...",
        help="Validators that must be here: epubcheck, ace, vnu, axe, verapdf. One that is not is an error, status 3.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what was found.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"octavo {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and go.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    sources: Sources = None,
    to: To = None,
    layout: LayoutName = None,
    output: Output = Path("output"),
    jobs: Jobs = _CORES,
    no_cache: NoCache = False,
    strict: Strict = False,
    report: Report = None,
    diagnostics: Diagnostics = DiagnosticsFormat.TEXT,
    rule: Rules = None,
    ignore: Ignored = None,
    baseline: Baseline = None,
    update_baseline: Update = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make the editions of one or more publications.

    octavo build                              everything in source/, into output/

    octavo build essay.md --to pdf -o print   one article, one format, elsewhere

    octavo build my-book --to site            a book as a folder of pages

    What is up to date is left alone. Where a publication has errors, its last good editions stay.
    """
    asked = _rules(rule or [], ignore or [], checking=False)
    options = RunOptions(_formats(to), output, jobs, not no_cache, strict, verbose, layout, asked, baseline=baseline)
    raise typer.Exit(
        _run(sources, options, OutputFiles(report, None, update_baseline), diagnostics, quiet, checking=False)
    )


@app.command()
def check(
    sources: Sources = None,
    to: To = None,
    layout: LayoutName = None,
    output: Output = Path("output"),
    jobs: Jobs = _CORES,
    no_cache: NoCache = False,
    strict: Strict = False,
    report: Report = None,
    html_report: HtmlReport = None,
    diagnostics: Diagnostics = DiagnosticsFormat.TEXT,
    require: Require = None,
    rule: Rules = None,
    ignore: Ignored = None,
    explain: Explained = None,
    own: Own = False,
    external: External = False,
    baseline: Baseline = None,
    update_baseline: Update = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build, then examine the editions: by all of octavo's rules, and by the outside validators.

    EPUBCheck and Ace judge the EPUB, vnu and axe the HTML, veraPDF the PDF. Those that are not installed are passed
    over and named; 'octavo doctor' knows how to get them. What was judged before, in the same bytes, is not judged
    again.
    """
    if explain is not None:
        from octavo.cli.explain import explain as explain_rule

        raise typer.Exit(explain_rule(explain))
    required = _required(require)
    if own and required:
        raise UsageError("--own leaves out the validators that --require asks for", "leave out one of the two")
    asked = _rules(rule or [], ignore or [], checking=True)
    options = RunOptions(
        _formats(to), output, jobs, not no_cache, strict, verbose, layout, asked, required, baseline, external
    )
    files = OutputFiles(report, html_report, update_baseline)
    raise typer.Exit(_run(sources, options, files, diagnostics, quiet, checking=True, own=own))


@app.command()
def inspect(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="An article or a book.")],
    layout: LayoutName = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what octavo understands of a publication, and make nothing of it."""
    from octavo.cli import inspect

    raise typer.Exit(inspect.inspect(source, layout, as_json))


@new.command("article")
def new_article(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write, for instance source/my-essay.md.")],
) -> None:
    """Write a short article that builds, with its header explained."""
    from octavo.cli import new

    new.article(path)


@new.command("book")
def new_book(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder to make, for instance source/my-book.")],
) -> None:
    """Write a small book that builds: book.yaml, explained, and a few chapters."""
    from octavo.cli import new

    new.book(path)


@app.command()
def adopt(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A book that was made for another tool.")],
    layout: LayoutName = None,
) -> None:
    """Write a book.yaml that says what the files of another tool say, for those who want to stay.

    The other tool's files stay as they are. A book.yaml that is there is never written over.
    """
    from octavo.cli import new

    raise typer.Exit(new.adopt(folder, layout))


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show what this machine has and lacks, and the command that mends it."""
    from octavo.cli import inspect

    raise typer.Exit(inspect.doctor(as_json))


@app.command()
def clean(
    sources: Sources = None,
    output: Output = Path("output"),
) -> None:
    """Remove the cache, and the editions of the publications named (without any: of those in source/)."""
    from octavo.cli import new

    new.clean(sources or [], output)


def _parted(asked: list[str] | None) -> list[str]:
    """What is given to an option that takes several, parted by commas or each by itself."""
    return [part.strip() for each in asked or () for part in each.split(",") if part.strip()]


def _names(asked: list[str] | None) -> tuple[str, ...]:
    """The same, of names that are always small."""
    return tuple(dict.fromkeys(part.lower() for part in _parted(asked)))


def _required(asked: list[str] | None) -> tuple[str, ...]:
    names = _names(asked)
    if names:
        from octavo.check.validators import VALIDATORS
        from octavo.tools.suggest import did_you_mean

        known = sorted(each.NAME for each in VALIDATORS)
        for name in names:
            if name not in known:
                raise UsageError(
                    f"there is no validator '{name}'", did_you_mean(name, known, f"there are {', '.join(known)}")
                )
    return names


def _formats(to: list[str] | None) -> tuple[str, ...] | None:
    names = _names(to)
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"there is no format '{name}'", f"there are {', '.join(FORMATS)}")
    return names or None


def _rules(wanted: list[str], ignored: list[str], checking: bool) -> tuple[tuple[str, Severity | None], ...]:
    """What is asked of rules, families before single ones, which go before them; what is ignored goes before both.

    Raises `UsageError` for a name that no rule has, and for a rule that only `octavo check` looks at.
    """
    if not wanted and not ignored:
        return ()
    from octavo.check import rules

    asked: list[tuple[str, Severity | None]] = []
    families: list[tuple[str, Severity | None]] = []
    for each in _parted(wanted):
        name, _, severity = (part.strip() for part in each.partition("="))
        _known(name)
        if severity and severity not in (*Severity, "off"):
            raise UsageError(f"there is no severity '{severity}'", f"there are {', '.join(Severity)} and off")
        meant = rules.named(name)
        if not checking and not any(rule.on_every_build for rule in meant):
            raise UsageError(f"'{name}' is not looked at by 'octavo build'", "'octavo check' looks at it")
        said: list[tuple[str, Severity | None]] = [(rule.id, rule.severity) for rule in meant]
        if severity:
            said = [(name, None if severity == "off" else Severity(severity))]
        (families if name.endswith(".*") else asked).extend(said)
    for name in _parted(ignored):
        _known(name)
        (families if name.endswith(".*") else asked).append((name, None))
    return (*families, *asked)


def _known(name: str) -> None:
    from octavo.check import rules

    if not rules.is_one(name):
        near = rules.like(name)
        hint = f"did you mean '{near[0]}'?" if near else "'octavo check --explain all' lists them"
        raise UsageError(f"there is no rule '{name}'", hint)


@dataclass(frozen=True, slots=True)
class OutputFiles:
    """What a run is to write besides the editions."""

    report: Path | None
    page: Path | None
    baseline: bool
    """Whether the baseline is to be written anew."""


def _run(
    sources: list[Path] | None,
    options: RunOptions,
    files: OutputFiles,
    shape: DiagnosticsFormat,
    quiet: bool,
    checking: bool,
    own: bool = False,
) -> Exit:
    from octavo.build import baseline, run
    from octavo.cli import output
    from octavo.cli.progress import Progress

    if files.baseline and options.baseline is None:
        raise UsageError("--update-baseline needs the file of --baseline", "name it: --baseline FILE")
    began, cwd = time.monotonic(), Path.cwd()
    # What is written into the baseline keeps nothing from being published.
    building = replace(options, strict=False, baseline=None) if files.baseline else options
    with Progress(quiet, options.verbose) as say:
        if checking and not own:
            outcome = run.check(sources or [], building, cwd, say, say.step)
        else:
            outcome = run.build(sources or [], building, cwd, say, say.step, examining=checking)
        if options.external:
            outcome = run.look_outside(outcome, options, cwd, say, say.step)
        if options.baseline is not None:
            outcome = baseline.compare(outcome, options, cwd, files.baseline)
        ok = outcome.ok(options.strict)
        output.write(outcome, files.report, files.page, cwd, time.monotonic() - began, ok, say)
    output.tell(outcome, shape, options.verbose, cwd)
    if not quiet:
        _list_editions(outcome, ok, options)
    if ok:
        return Exit.DONE
    if any(each.rule == "check.absent" for each in outcome.diagnostics):
        return Exit.MACHINE
    return Exit.PUBLICATION if outcome.found else Exit.USAGE


def _list_editions(outcome: object, ok: bool, options: RunOptions) -> None:
    from octavo.build.outcome import Outcome
    from octavo.report import terminal

    assert isinstance(outcome, Outcome)
    for record in outcome.records:
        for edition in record.editions:
            pages = f", {edition.pages} page{'s' if edition.pages != 1 else ''}" if edition.pages else ""
            state = "" if edition.fresh else " (up to date)"
            print(f"{edition.path}: {_size(edition.bytes)}{pages}{state}", file=sys.stderr)
        for each in record.checks:
            if each.name != "agreement":
                reason = f" ({each.reason})" if each.reason else "" if each.fresh else " (as before)"
                print(f"{each.name} {each.version}: {each.format} {each.status}{reason}", file=sys.stderr)
    if options.baseline is not None:
        are = "is" if outcome.gone == 1 else "are"
        gone = f"; {outcome.gone} of the baseline {are} gone: --update-baseline forgets" if outcome.gone else ""
        print(f"{len(outcome.known)} known by {options.baseline}{gone}", file=sys.stderr)
    if tally := terminal.tally(outcome.new):
        # What a validator finds, it finds in editions that are published already.
        kept = not ok and not all(record.editions for record in outcome.records)
        why = "errors or warnings" if options.strict else "errors"
        print(tally + (f"; nothing was published where there are {why}" if kept else ""), file=sys.stderr)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def main() -> None:
    """Run the command and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not sys.warnoptions:  # what libraries warn of is for programmers; `python -W` shows it
        warnings.simplefilter("ignore")
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        _wake_for_signals()
    try:
        code = app(standalone_mode=False)
        code = code if isinstance(code, int) else Exit.DONE
    except (KeyboardInterrupt, typer.Abort):
        code = Exit.INTERRUPTED
    except OctavoError as stopped:
        code = _explain(stopped)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.DONE
    except Exception as wrong:
        code = Exit.INTERRUPTED if _interrupted(wrong) else _usage_or_bug(wrong)
    if code == Exit.INTERRUPTED:  # Typer takes a Ctrl-C for itself, and gives back its code
        print("octavo: interrupted", file=sys.stderr, flush=True)
        # Caught or not, Python ends itself by the signal where it came in the midst of an exec().
        os._exit(code)
    sys.exit(int(code))


def _interrupted(wrong: BaseException | None) -> bool:
    """Whether something went wrong only on the way out after a Ctrl-C, where Python may close a file twice."""
    while wrong is not None:
        if isinstance(wrong, KeyboardInterrupt):
            return True
        wrong = wrong.__cause__ or wrong.__context__
    return False


def _wake_for_signals() -> None:
    """See to it that the main thread hears of a Ctrl-C that the system has given to another one.

    Python raises it in the main thread only, which may be waiting for a lock meanwhile, and for ever.
    """
    if not hasattr(signal, "pthread_kill"):
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.signal(signal.SIGURG, lambda _number, _frame: None)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)

    def wake(main: int) -> None:
        while number := os.read(heard, 1):
            if number[0] == signal.SIGINT:
                time.sleep(0.1)
                signal.pthread_kill(main, signal.SIGURG)

    _thread.start_new_thread(wake, (_thread.get_ident(),))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, but never amid Python's own import code, nor amid making a temporary folder.

    Other threads import too: a lock of theirs that is left half taken or half given back stops them, and the end of
    this process, for ever. And a folder that is made, and not yet anybody's, would be left behind.
    """
    _thread.start_new_thread(_at_last, ())
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib") or frame.f_code.co_filename == tempfile.__file__:
            _thread.start_new_thread(_later, (number,))
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _at_last() -> None:
    """End everything, whatever it waits for: an interrupted import may have left another one waiting for ever."""
    time.sleep(3)
    processes = sys.modules.get("multiprocessing")
    for process in processes.active_children() if processes else ():
        process.kill()
    os.write(2, b"octavo: interrupted\n")
    os._exit(Exit.INTERRUPTED)


def _later(number: int) -> None:
    time.sleep(0.01)
    signal.raise_signal(number)


def _explain(stopped: OctavoError) -> Exit:
    if isinstance(stopped, PublicationError):
        from octavo.cli import output
        from octavo.report.lines import SourceLines

        output.say(stopped.diagnostics, SourceLines([], Path.cwd()))
        return Exit.PUBLICATION
    hint = f" — {stopped.hint}" if stopped.hint else ""
    print(f"octavo: {stopped}{hint}", file=sys.stderr)
    return Exit.MACHINE if isinstance(stopped, MachineError) else Exit.USAGE


def _usage_or_bug(wrong: Exception) -> Exit:
    """Typer's own complaints know how to show themselves; everything else that gets here is a fault of ours."""
    if hasattr(wrong, "exit_code") and hasattr(wrong, "show"):
        wrong.show()
        return Exit.USAGE
    import traceback

    traceback.print_exception(wrong)
    print(
        f"octavo {__version__} failed: this is a fault of octavo, please report it with the lines above",
        file=sys.stderr,
    )
    return Exit.BUG
