"""Every rule is broken and kept. What breaks it is its own example, or the folder `broken/` of its case.

`expected.txt` is the command and all that it says. A case called `RULE~WHAT` is one more for the same rule.
`OCTAVO_ACCEPT=1` writes what is said into the cases.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from octavo.check import rules
from octavo.check.rules import Example
from workshop import HEADER, SRC, Workshop

RULES = Path(__file__).parent / "rules"
CASES = sorted(path.name for path in RULES.iterdir() if path.is_dir())
ACCEPT = os.environ.get("OCTAVO_ACCEPT") == "1"

_ID = re.compile(r'"([a-z]+\.[a-z]+(?:-[a-z]+)*)"')
FAMILIES = {f"{what}.{how}" for what in ("image", "filter", "cite") for how in
            ("missing", "outside", "remote", "unreadable")}  # fmt: skip
"""Ids that the desk puts together of what was looked for and why it was not had."""
NO_RULES = re.compile(
    r"(?:octavo|out|pymdownx|navigation)\.|.*\.(?:conf|css|exe|gif|html|jar|jpg|js|json|lua|md|ncx|opf|png|py|qmd|rmd|svg"
    r"|toml|xhtml|xml|yaml|yml)$"
)
"""Names of keys and files, which look like ids."""
NOT_TO_BE_HAD = {
    "agreement.ways": "a fault of octavo's: no text may have it",
    "agreement.words": "a fault of octavo's: no text may have it",
    "cite.problem": "what citeproc warns of, except for keys that are not there, is not known",
    "build.lost": "needs work that never ends: tests/whole/test_lost_work.py has it",
    "css.too-large": "needs a sheet of a megabyte: tests/whole/test_bad_input.py has it",
    "epub.heavy": "needs a book of 650 megabytes: tests/unit/check/test_limits.py has it",
    "epub.heavy-picture": "needs a picture of five megabytes: tests/unit/check/test_limits.py has it",
    "epub.long-page": "needs a chapter of 40,000 words: tests/unit/check/test_limits.py has it",
    "font.not-installed": "needs packages taken away: tests/unit/press/test_lines.py has it",
    "html.heavy-page": "needs five megabytes: tests/unit/check/test_limits.py has it",
    "math.not-drawn": "what ziamath cannot draw changes with its version",
    "pandoc.failed": "nothing is known that Pandoc's reader gives up on",
    "print.unsettled": "needs a page that is full to the line: tests/unit/press/test_pdf_book.py has it",
    "print.layout": "what WeasyPrint complains of in octavo's own pages is a fault of octavo's",
    "source.unreadable": "needs a file that is no file: tests/whole/test_bad_input.py has it",
}
"""Rules that no folder of files can break, each with the reason."""


def emitted() -> set[str]:
    """The ids of rules that stages can emit."""
    files = [file for file in SRC.rglob("*.py") if "rules" not in file.parts]
    found = {match for file in files for match in _ID.findall(file.read_text(encoding="utf-8"))}
    return {each for each in found if not NO_RULES.match(each)} | FAMILIES


def rule_of(case: str) -> str:
    return case.partition("~")[0]


def test_what_stages_emit_is_a_rule() -> None:
    assert sorted(emitted() - rules.every().keys()) == []


def test_each_rule_has_its_case() -> None:
    to_be_had = {
        name for name, rule in rules.every().items() if rule.looks_at not in ("edition", "outside")
    } - NOT_TO_BE_HAD.keys()
    assert sorted({*map(rule_of, CASES)}) == sorted(to_be_had)


def laid(case: str, side: str, folder: Path) -> Workshop:
    """The files of one side of a case, in a folder of their own."""
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
    """What a case is run with."""
    return shlex.split((RULES / case / "expected.txt").read_text(encoding="utf-8").split("\n", 1)[0])[2:]


@pytest.mark.parametrize("case", CASES)
def test_what_breaks_the_rule_is_reported(case: str, tmp_path: Path) -> None:
    expected = RULES / case / "expected.txt"
    command = expected.read_text(encoding="utf-8").split("\n", 1)[0]
    ran = laid(case, "broken", tmp_path).run(*command_of(case), "-j", "1")
    said = f"{command}\n{ran.out}exit {ran.code}\n"
    if ACCEPT:
        expected.write_text(said, encoding="utf-8")
    assert f"[{rule_of(case)}]" in said
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_break_the_rule_is_built_without_a_word(case: str, tmp_path: Path) -> None:
    command, *arguments = command_of(case)
    workshop = laid(case, "sound", tmp_path)
    if arguments and not arguments[0].startswith("-") and not (workshop.folder / arguments[0]).exists():
        arguments = [next(workshop.folder.glob("x.*")).name, *arguments[1:]]
    ran = workshop.run(command, *arguments, "-j", "1")
    assert (ran.out, ran.code) == ("", 0)


@pytest.mark.parametrize("case", CASES)
def test_a_rule_is_as_serious_as_it_says(case: str) -> None:
    rule = rules.every()[rule_of(case)]
    found = re.findall(rf": (error|warning|info): .* \[{re.escape(rule.id)}\]",
                       (RULES / case / "expected.txt").read_text(encoding="utf-8"))  # fmt: skip
    assert found
    assert {*found} <= {rule.severity, *([rule.also] if rule.also else [])}
