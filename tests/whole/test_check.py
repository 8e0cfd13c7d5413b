"""`octavo check` with octavo's own rules: what it reports, and what it builds for that."""

from __future__ import annotations

import re

import pytest

from workshop import Workshop

VAGUE = "See [here](https://example.org/).\n"
WIDE = "```\nlet total = " + " + ".join(f"number_{n}" for n in range(12)) + ";\n```\n"


def test_a_build_reports_nothing_that_only_a_check_looks_for(workshop: Workshop) -> None:
    workshop.article(VAGUE)
    assert workshop.run("build", "x.md", "-t", "html").rules == []
    assert workshop.run("check", "x.md", "-t", "html", "--own").rules == ["link.vague"]
    assert workshop.run("build", "x.md", "-t", "html").rules == []


def test_an_edition_that_was_built_but_not_checked_is_checked(workshop: Workshop) -> None:
    workshop.article(WIDE)
    workshop.run("build", "x.md", "-t", "html,pdf")
    assert workshop.run("check", "x.md", "-t", "html", "--own").rules == []
    assert workshop.run("check", "x.md", "-t", "html,pdf", "--own").rules == ["print.wrapped-code"]
    assert workshop.run("check", "x.md", "-t", "pdf", "--own").rules == ["print.wrapped-code"]
    assert workshop.run("check", "x.md", "-t", "html", "--own").rules == []


def test_a_checked_edition_is_not_built_again(workshop: Workshop) -> None:
    workshop.article(VAGUE)
    workshop.run("check", "x.md", "-t", "html", "--own")
    again = workshop.run("check", "x.md", "-t", "html", "--own")
    assert again.rules == ["link.vague"]
    assert "up to date" in again.err


def test_an_error_of_a_rule_fails_the_check_but_keeps_the_edition(workshop: Workshop) -> None:
    workshop.article(VAGUE)
    ran = workshop.run("check", "x.md", "-t", "html", "--own", "--rule", "link.vague=error")
    assert ran.code == 1
    assert "error: the link text is only 'here' [link.vague]" in ran.out
    assert (workshop.folder / "output" / "x.html").is_file()


def test_warnings_fail_a_strict_check(workshop: Workshop) -> None:
    workshop.article(VAGUE)
    assert workshop.run("check", "x.md", "-t", "html", "--own").code == 0
    assert workshop.run("check", "x.md", "-t", "html", "--own", "--strict").code == 1


@pytest.mark.parametrize("name", ["link.vague", "link.*"])
def test_a_rule_can_be_left_out(workshop: Workshop, name: str) -> None:
    workshop.article(VAGUE)
    assert workshop.run("check", "x.md", "-t", "html", "--own", "--ignore", name).rules == []
    header = f"---\ntitle: A\nauthor: B\nlang: en\noctavo:\n  rules:\n    '{name}': off\n---\n\n"
    workshop.article(VAGUE, header=header)
    assert workshop.run("check", "x.md", "-t", "html", "--own").rules == []
    again = workshop.run("check", "x.md", "-t", "html", "--own", "--rule", "link.vague")
    assert again.rules == ["link.vague"]


def test_an_unknown_rule_is_a_usage_error(workshop: Workshop) -> None:
    workshop.article(VAGUE)
    for option in ("--rule", "--ignore", "--explain"):
        ran = workshop.run("check", "x.md", option, "link.vage")
        assert ran.code == 2
        assert "did you mean 'link.vague'?" in ran.err


def test_a_rule_is_explained(workshop: Workshop) -> None:
    ran = workshop.run("check", "--explain", "link.vague")
    assert ran.code == 0
    assert ran.out.startswith("link.vague (warning)\n")
    assert "[here](https://example.org/)" in ran.out
    assert "link.vague" in workshop.run("check", "--explain", "all").out


RULED = "See [here](https://example.org/).\n\nTODO\n\n[^2]: Unused.\n"
RULES = "---\ntitle: A Title\nauthor: B\nlang: en\noctavo:\n  rules: {link.vague: info, note.*: off}\n---\n\n"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["info link.vague", "warning text.todo"]),
        ("--rule note.unused", ["info link.vague", "warning text.todo", "warning note.unused"]),
        ("--ignore link.*", ["warning text.todo"]),  # the command overrides the header
        ("--rule link.*=error", ["error link.vague", "warning text.todo"]),
        ("--rule link.*=error --rule link.vague=warning", ["warning link.vague", "warning text.todo"]),
        ("--rule link.vague=warning --rule link.*=error", ["warning link.vague", "warning text.todo"]),
        ("--rule text.todo=error,link.vague=off", ["error text.todo"]),
        ("--ignore text.todo,link.vague", []),
        ("--rule text.todo=error --ignore text.todo", ["info link.vague"]),
        ("--rule text.todo --ignore text.*", ["info link.vague", "warning text.todo"]),
        ("--rule vnu.some-thing=error --ignore axe.*", ["info link.vague", "warning text.todo"]),
    ],
)
def test_options_set_the_severity_of_rules(asked: str, expected: list[str], workshop: Workshop) -> None:
    workshop.article(RULED, header=RULES)
    ran = workshop.run("check", "x.md", "-thtml", "-j1", "--own", *asked.split())
    assert [re.sub(r".*?: (\w+): .*\[(.*?)\].*", r"\1 \2", line) for line in ran.lines] == expected
    assert ran.code == any(each.startswith("error") for each in expected)


def test_a_build_accepts_options_for_its_rules(workshop: Workshop) -> None:
    workshop.article(RULED)
    assert workshop.run("build", "x.md", "-thtml", "-j1").rules == ["note.unused"]
    assert workshop.run("build", "x.md", "-thtml", "-j1", "--ignore", "note.*").rules == []
    assert workshop.run("build", "x.md", "-thtml", "-j1", "--strict", "--ignore", "note.*").code == 0
    assert workshop.run("build", "x.md", "-thtml", "-j1", "--rule", "note.unused=error").code == 1
    ran = workshop.run("build", "x.md", "-thtml", "-j1", "--rule", "text.todo")
    assert ran.code == 2
    assert "octavo check" in ran.err


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("--rule=text.tood", "'text.todo'"),
        ("--ignore=note", "'note.*'"),
        ("--ignore=*", "--explain all"),
        ("--rule=text.todo=fatal", "error, warning, info and off"),
        ("--explain=", "--explain all"),
    ],
)
def test_wrong_options_for_rules_are_usage_errors(asked: str, hint: str, workshop: Workshop) -> None:
    ran = workshop.run("check", asked)
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err
