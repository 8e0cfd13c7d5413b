"""Every rule has a case that breaks it and one that does not: its own examples, or the folders `broken/` and `sound/`.

`expected.txt` has the command and all that it reports. A case called `RULE~WHAT` is another one for the same rule.
`OCTAVO_ACCEPT=1` writes what is reported into the cases.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo.check import rules
from octavo.check.rules import Example
from octavo.model.diagnostic import Severity
from workshop import HEADER, SRC, Workshop

RULES = Path(__file__).parent / "rules"
CASES = sorted(path.name for path in RULES.iterdir() if path.is_dir())
ACCEPT = os.environ.get("OCTAVO_ACCEPT") == "1"

_ID = re.compile(r'"([a-z]+\.[a-z]+(?:-[a-z]+)*)"')
FAMILIES = {f"{subject}.{fault}" for subject in ("image", "filter", "cite") for fault in
            ("missing", "outside", "remote", "unreadable")}  # fmt: skip
"""Ids that the manuscript joins from what it looked for and why it did not get it."""
NO_RULES = re.compile(
    r"(?:dcterms|octavo|out|output|pymdownx|navigation|weasyprint)\.|.*\.(?:adoc|asc|asciidoc|bib|cfg|com|conf|css|exe|gif|html|jar|jl|jpg|js|json|lua|md|ncx|opf|org|png|ptx|py|qmd|rmd|svg"
    r"|toml|txt|xhtml|xml|yaml|yml)$"
)
"""Names of keys, files and modules, which look like ids."""
WITHOUT_CASE = {
    "agreement.ways": "no text may break it: that would be a bug in octavo",
    "agreement.words": "no text may break it: that would be a bug in octavo",
    "text.lost": "no text may break it: that would be a bug in octavo",
    "text.added": "no text may break it: that would be a bug in octavo",
    "cite.problem": "no text is known to break it: citeproc only warns of missing keys, which are another rule",
    "build.lost": "needs work that never ends: tests/whole/test_lost_work.py has it",
    "css.too-large": "needs a sheet of a megabyte: tests/whole/test_bad_input.py has it",
    "epub.heavy": "needs a book of 650 megabytes: tests/unit/check/test_limits.py has it",
    "epub.heavy-picture": "needs a picture of five megabytes: tests/unit/check/test_limits.py has it",
    "epub.long-page": "needs a chapter of 40,000 words: tests/unit/check/test_limits.py has it",
    "filter.untrusted": "needs a text that is not trusted: tests/unit/test_api.py has it",
    "font.not-installed": "needs missing packages: tests/unit/press/test_lines.py has it",
    "html.heavy-page": "needs five megabytes: tests/unit/check/test_limits.py has it",
    "math.not-drawn": "depends on what the installed ziamath cannot draw",
    "output.leftover": "needs an earlier build: tests/whole/test_up_to_date.py has it",
    "pandoc.failed": "no text is known that Pandoc fails to read",
    "print.unsettled": "needs a page that is full to the line: tests/unit/press/test_pdf_book.py has it",
    "print.layout": "no text may break it: what WeasyPrint reports of octavo's own pages is a bug in octavo",
    "source.unreadable": "needs a file that is no file: tests/whole/test_bad_input.py has it",
}
"""Rules that no folder of files can break, each with the reason."""


def modules() -> Iterator[str]:
    """Return the source of every module but those of the rules."""
    return (
        file.read_text(encoding="utf-8") for file in SRC.rglob("*.py") if "rules" not in file.relative_to(SRC).parts
    )


def reported_ids() -> set[str]:
    """Return the ids of rules that stages can report."""
    found = {match for module in modules() for match in _ID.findall(module)}
    return {each for each in found if not NO_RULES.match(each)} | FAMILIES


def rule_of(case: str) -> str:
    return case.partition("~")[0]


def test_what_stages_report_is_a_rule() -> None:
    assert sorted(reported_ids() - rules.every().keys()) == []


def severities() -> Iterator[tuple[str, Severity]]:
    """Return the ids that stages report by `error`, `warning` and `info`, with those severities."""
    for node in (node for module in modules() for node in ast.walk(ast.parse(module))):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(rule)), *_]
            ) if name in [*Severity] and rule in rules.every():
                yield rule, Severity(name)


def test_stages_report_a_rule_with_its_severity() -> None:
    found = {*severities()}
    assert len(found) > 50
    assert [
        each for each in found if each[1] not in (rules.every()[each[0]].severity, rules.every()[each[0]].also)
    ] == []


def test_each_rule_has_its_case() -> None:
    wanted = {
        name for name, rule in rules.every().items() if rule.looks_at not in ("edition", "outside")
    } - WITHOUT_CASE.keys()
    assert sorted({*map(rule_of, CASES)}) == sorted(wanted)


@pytest.mark.parametrize("name", rules.every())
def test_a_rule_is_written_as_the_style_asks(name: str) -> None:
    rule = rules.every()[name]
    assert re.fullmatch(r"[a-z]+\.[a-z]+(?:-[a-z]+)*", rule.id)
    assert re.fullmatch(r"(?:[A-Z]|mdBook|`-).*\.", rule.reason), "a reason is a sentence"
    assert not re.search(r"[.!?] ", rule.reason.replace("`.md`", "")), "a reason is one sentence"
    assert re.fullmatch(r"[a-z].*[^.!]", rule.fix), "a fix is an imperative without a full stop"


def lay_out(case: str, side: str, folder: Path) -> Workshop:
    """Write the files of one side of a case into a folder of their own."""
    workshop = Workshop(folder / "case")
    if (RULES / case / side).is_dir():
        shutil.copytree(RULES / case / side, workshop.folder, dirs_exist_ok=True)
        return workshop
    rule = rules.every()[rule_of(case)]
    example: Example = rule.wrong if side == "broken" else rule.right
    for name, text in ({"x.md": example} if isinstance(example, str) else example).items():
        is_bare = name.endswith(".md") and isinstance(example, str) and not text.startswith("---")
        workshop.write(name, HEADER + text if is_bare else text)
    return workshop


def command_of(case: str) -> list[str]:
    """Return the arguments that a case is run with."""
    return shlex.split((RULES / case / "expected.txt").read_text(encoding="utf-8").split("\n", 1)[0])[2:]


@pytest.mark.parametrize("case", CASES)
def test_what_breaks_the_rule_is_reported(case: str, tmp_path: Path) -> None:
    expected = RULES / case / "expected.txt"
    command = expected.read_text(encoding="utf-8").split("\n", 1)[0]
    ran = lay_out(case, "broken", tmp_path).run(*command_of(case), "-j", "1")
    reported = f"{command}\n{ran.out}exit {ran.code}\n"
    if ACCEPT:
        expected.write_text(reported, encoding="utf-8")
    assert f"[{rule_of(case)}]" in reported
    assert reported == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_break_the_rule_is_built_without_a_finding(case: str, tmp_path: Path) -> None:
    command, *arguments = command_of(case)
    workshop = lay_out(case, "sound", tmp_path)
    if arguments and not arguments[0].startswith("-") and not (workshop.folder / arguments[0]).exists():
        arguments = [next(workshop.folder.glob("x.*")).name, *arguments[1:]]
    ran = workshop.run(command, *arguments, "-j", "1")
    assert (ran.out, ran.code) == ("", 0)


@pytest.mark.parametrize("case", CASES)
def test_a_rule_is_reported_with_its_severity(case: str) -> None:
    rule = rules.every()[rule_of(case)]
    found = re.findall(rf": (error|warning|info): .* \[{re.escape(rule.id)}\]",
                       (RULES / case / "expected.txt").read_text(encoding="utf-8"))  # fmt: skip
    assert found
    assert {*found} <= {rule.severity, *([rule.also] if rule.also else [])}
