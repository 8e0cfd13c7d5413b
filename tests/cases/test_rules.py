"""Each rule has a folder: `broken/` breaks it, `sound/` does not, `expected.txt` is the command and all it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from workshop import SRC, Workshop

RULES = Path(__file__).parent / "rules"
CASES = sorted(path.name for path in RULES.iterdir() if path.is_dir())
ACCEPT = os.environ.get("OCTAVO_ACCEPT") == "1"

_ID = re.compile(r'"([a-z]+\.[a-z]+(?:-[a-z]+)*)"')
FAMILIES = {f"{what}.{how}" for what in ("image", "filter", "cite") for how in
            ("missing", "outside", "remote", "unreadable")}  # fmt: skip
"""Ids that the desk puts together of what was looked for and why it was not had."""
NO_RULES = re.compile(
    r"(?:octavo|pymdownx|navigation)\.|.*\.(?:conf|css|exe|gif|html|jar|jpg|js|json|md|ncx|opf|png|qmd|rmd|svg|toml|xhtml|xml"
    r"|yaml|yml)$"
)
"""Names of keys and files, which look like ids."""
NOT_TO_BE_HAD = {
    "agreement.ways": "a fault of octavo's: no text may have it",
    "agreement.words": "a fault of octavo's: no text may have it",
    "cite.problem": "what citeproc warns of, except for keys that are not there, is not known",
    "build.lost": "needs work that never ends: tests/whole/test_lost_work.py has it",
    "css.too-large": "needs a sheet of a megabyte: tests/whole/test_bad_input.py has it",
    "font.not-installed": "needs packages taken away: tests/unit/press/test_lines.py has it",
    "math.not-drawn": "what ziamath cannot draw changes with its version",
    "pandoc.failed": "nothing is known that Pandoc's reader gives up on",
    "print.unsettled": "needs a page that is full to the line: tests/unit/press/test_pdf_book.py has it",
    "print.layout": "what WeasyPrint complains of in octavo's own pages is a fault of octavo's",
    "source.unreadable": "needs a file that is no file: tests/whole/test_bad_input.py has it",
}
"""Rules that no folder of files can break, each with the reason."""


def emitted() -> set[str]:
    """The ids of rules that the code can emit."""
    found = {match for file in SRC.rglob("*.py") for match in _ID.findall(file.read_text(encoding="utf-8"))}
    return ({each for each in found if not NO_RULES.match(each)} | FAMILIES) - NOT_TO_BE_HAD.keys()


def test_each_rule_has_its_case() -> None:
    assert sorted(emitted()) == CASES


@pytest.mark.parametrize("rule", CASES)
def test_what_breaks_the_rule_is_reported(rule: str, tmp_path: Path) -> None:
    expected = RULES / rule / "expected.txt"
    command = expected.read_text(encoding="utf-8").split("\n", 1)[0]
    ran = in_copy(RULES / rule / "broken", tmp_path).run(*shlex.split(command)[2:], "-j", "1")
    said = f"{command}\n{ran.out}exit {ran.code}\n"
    if ACCEPT:
        expected.write_text(said, encoding="utf-8")
    assert f"[{rule}]" in said
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", CASES)
def test_what_does_not_break_the_rule_is_built_without_a_word(rule: str, tmp_path: Path) -> None:
    command = (RULES / rule / "expected.txt").read_text(encoding="utf-8").split("\n", 1)[0]
    workshop = in_copy(RULES / rule / "sound", tmp_path)
    arguments = shlex.split(command)[3:]
    if arguments and not (workshop.folder / arguments[0]).exists():
        arguments = [next(workshop.folder.glob("x.*")).name]
    ran = workshop.run("build", *arguments, "-j", "1")
    assert (ran.out, ran.code) == ("", 0)


def in_copy(case: Path, folder: Path) -> Workshop:
    shutil.copytree(case, folder / "case")
    return Workshop(folder / "case")
