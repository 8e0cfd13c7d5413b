"""A baseline: an old book takes up checking, and only what is new is told and fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workshop import Ran, Workshop

BODY = "See [here](https://example.org/).\n\nTODO\n\nText.\n\n[^2]: Unused.\n"
KNOWN = {"link.vague", "text.todo", "note.unused"}


def check(workshop: Workshop, *arguments: str) -> Ran:
    return workshop.run("check", "x.md", "-j1", "-thtml", "--own", "--baseline", "known.json", *arguments)


def entries(workshop: Workshop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((workshop.folder / "known.json").read_text(encoding="utf-8"))["findings"]
    return found


@pytest.fixture
def old(workshop: Workshop) -> Workshop:
    workshop.article(BODY)
    ran = check(workshop, "--update-baseline", "--strict")
    assert (ran.out, ran.code) == ("", 0)
    assert {each["rule"] for each in entries(workshop)} == KNOWN
    return workshop


def test_what_is_known_is_passed_over(old: Workshop) -> None:
    ran = check(old, "--strict")
    assert (ran.out, ran.code) == ("", 0)
    assert "3 known from known.json\n" in ran.err


def test_it_survives_edits_above_and_tells_what_is_new(old: Workshop) -> None:
    old.article("A new paragraph.\n\n" + BODY.replace("Text.", "Text that\nruns on.\n\nTODO again"))
    ran = check(old, "--strict")
    assert ran.rules == ["text.todo"]
    assert ran.code == 1
    assert ran.lines[0].startswith("x.md:16:1: warning: ")
    assert "1 warning\n" in ran.err


def test_the_same_once_more_is_new(old: Workshop) -> None:
    old.article(BODY.replace("TODO\n", "TODO\n\nTODO\n"))
    assert check(old).rules == ["text.todo"]


def test_what_is_gone_is_told_and_taken_out(old: Workshop) -> None:
    old.article(BODY.replace("TODO", "Done."))
    assert "1 baseline entry no longer occurs" in check(old).err
    assert check(old, "--update-baseline").code == 0
    assert {each["rule"] for each in entries(old)} == KNOWN - {"text.todo"}
    assert "gone" not in check(old).err


def test_what_was_not_looked_for_is_not_gone(old: Workshop) -> None:
    before = (old.folder / "known.json").read_bytes()
    assert "gone" not in old.run("build", "x.md", "-thtml", "-j1", "--baseline", "known.json").err
    assert "gone" not in check(old, "--ignore", "link.vague").err
    old.article("Another.\n", "y.md")
    ran = old.run("check", "y.md", "-thtml", "-j1", "--own", "--baseline", "known.json", "--update-baseline")
    assert "gone" not in ran.err
    assert (old.folder / "known.json").read_bytes() == before


def test_an_error_that_stops_a_build_is_never_known(old: Workshop) -> None:
    old.article(BODY + "\n[x](#nowhere)\n")
    ran = check(old, "--update-baseline")
    assert (ran.rules, ran.code) == (["link.broken-anchor"], 1)
    assert {each["rule"] for each in entries(old)} == KNOWN
    # by hand neither
    said = json.loads((old.folder / "known.json").read_text(encoding="utf-8"))
    said["findings"].append({"file": "x.md", "rule": "link.broken-anchor", "text": "[x](#nowhere)"})
    old.write("known.json", json.dumps(said))
    assert check(old).rules == ["link.broken-anchor"]


def test_an_error_of_a_check_can_be_known(old: Workshop) -> None:
    assert check(old, "--rule", "link.vague=error").code == 0


def test_a_strict_build_publishes_what_has_known_warnings_alone(old: Workshop) -> None:
    old.article(BODY + "\nAnd so on.\n")
    assert old.run("build", "x.md", "-thtml", "-j1", "--strict", "--baseline", "known.json").code == 0
    assert "And so on." in (old.folder / "output/x.html").read_text(encoding="utf-8")


def test_its_file_is_the_same_from_anywhere_and_for_git(old: Workshop) -> None:
    before = (old.folder / "known.json").read_text(encoding="utf-8")
    assert before.count("\n") == len(entries(old)) + 2
    inner = Workshop(old.folder / "inner")
    ran = inner.run("check", "../x.md", "-j1", "-thtml", "--own", "--baseline", "../known.json", "--update-baseline")
    assert ran.code == 0
    assert (old.folder / "known.json").read_text(encoding="utf-8") == before


def test_reports_say_what_is_known(old: Workshop) -> None:
    old.article(BODY + "\nTODO more\n")
    check(old, "--report", "report.json", "--html-report", "report.html")
    report = json.loads((old.folder / "report.json").read_text(encoding="utf-8"))
    assert [each["rule"] for each in report["diagnostics"] if not each["known"]] == ["text.todo"]
    assert len(report["diagnostics"]) == 4
    assert "3 more are in the baseline" in (old.folder / "report.html").read_text(encoding="utf-8")
    assert [each["rule"] for each in json.loads(check(old, "--diagnostics", "json").out)] == ["text.todo"]


@pytest.mark.parametrize(
    "text", [None, "[]", "{}", "no JSON", '{"schema": 2, "findings": []}', '{"schema": 1, "findings": [1]}']
)
def test_what_is_no_baseline_is_a_wrong_call(text: str | None, workshop: Workshop) -> None:
    workshop.article(BODY)
    if text is not None:
        workshop.write("known.json", text)
    ran = check(workshop)
    assert ran.code == 2
    assert "known.json" in ran.err
    assert "--update-baseline" in ran.err or "later octavo" in ran.err
    assert not (workshop.folder / "output").exists()


def test_what_is_written_needs_a_name(workshop: Workshop) -> None:
    workshop.article(BODY)
    ran = workshop.run("check", "x.md", "--update-baseline")
    assert ran.code == 2
    assert "--baseline" in ran.err
