"""The options that commands share, each with its help text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli import completion
from octavo.cli.output import DiagnosticsFormat
from octavo.model.formats import FORMATS, USUAL_FORMATS
from octavo.source import layouts

CORES = os.cpu_count() or 1

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE",
        help="Articles (.md files), books (folders with a book.yaml, with another tool's files, or with chapters), or"
        " folders of these, or - for a text from standard input. Default: what is in source/, else in the"
        " current folder.",
        show_default=False,
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        "-t",
        metavar="FORMAT,...",
        autocompletion=completion.formats,
        help=f"The formats to build: {', '.join(FORMATS)}. "
        f"Default: those the header or book.yaml names, else {', '.join(USUAL_FORMATS)}.",
        show_default=False,
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        autocompletion=completion.layout,
        help=f"How to read folders: {', '.join(name for name in layouts.names() if name != 'article')}."
        " Default: octavo finds out from their files.",
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the editions.")]
Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NAME",
        help="The name of the editions, for a single source. Default: that of its file or folder.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="The number of processes to use.", show_default="all cores")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ignore the cache and rebuild everything.")]
Untrusted = Annotated[
    bool,
    typer.Option(
        "--untrusted", help="Run no code that octavo does not bring along: no Lua filters of the text, and no plug-ins."
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Treat warnings as errors: write no edition while there are any.")
]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write a report of the build as JSON.", show_default=False),
]
Diagnostics = Annotated[
    DiagnosticsFormat, typer.Option("--diagnostics", help="The form of the findings on standard output.")
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="ID[=SEVERITY],...",
        autocompletion=completion.rules,
        help="Set the severity of a rule, or of a family of rules (print.*): error, warning, info or off. Without a"
        " severity, turn on a rule that is off.",
        show_default=False,
    ),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="ID,...",
        autocompletion=completion.rules,
        help="Turn off a rule, or a family of rules.",
        show_default=False,
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help="Report only findings that are not in FILE.", show_default=False
    ),
]  # fmt: skip
Update = Annotated[
    bool, typer.Option("--update-baseline", help="Write the present findings to the file that --baseline names.")
]
HtmlReport = Annotated[
    Path | None,
    typer.Option(
        "--html-report",
        metavar="FILE",
        help="Write the findings as an HTML page, with pictures of the printed pages.",
        show_default=False,
    ),
]
Own = Annotated[bool, typer.Option("--own", help="Run octavo's own rules only, and no outside validator.")]
External = Annotated[bool, typer.Option("--external", help="Also check, on the web, that external links work.")]
Explained = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="ID",
        autocompletion=completion.explained,
        help="Explain a rule, with examples, and exit. 'all' lists every rule.",
        show_default=False,
    ),
]
Require = Annotated[
    list[str] | None,
    typer.Option(
        "--require",
        metavar="VALIDATOR,...",
        autocompletion=completion.validators,
        help="Fail with status 3 unless these validators are installed: epubcheck, ace, vnu, axe, verapdf.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print findings only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print each step, and how long it took.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
