"""The patches of WeasyPrint: the table is complete, they leave no trace, and another version is noticed."""

from __future__ import annotations

import ast
import threading
import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import weasyprint

from gathering import proof_of
from octavo.model.errors import MachineError
from octavo.press.pdf.engine import patches, rendering
from octavo.press.pdf.engine.patches import PATCHES, Patch, PatchKind
from octavo.press.pdf.engine.state import PatchState
from octavo.tools import machine
from octavo.tools.libraries import TESTED_WEASYPRINT
from workshop import SRC, Workshop

TESTS = Path(__file__).parent.parent.parent
BODY = "<p>Some words, <em>others</em> and a note.</p>"


def name_of(patch: Patch) -> str:
    return f"{patch.target} ({patch.kind})"


@pytest.fixture(autouse=True)
def _imported() -> None:
    rendering.warm()


# The table


def test_the_tested_version_is_the_pinned_one_and_the_installed_one() -> None:
    project = tomllib.loads((SRC.parent / "pyproject.toml").read_text())["project"]
    assert f"weasyprint=={TESTED_WEASYPRINT}" in project["dependencies"]
    assert weasyprint.__version__ == TESTED_WEASYPRINT


@pytest.mark.parametrize("patch", PATCHES, ids=name_of)
def test_each_patch_finds_its_target_and_has_its_test(patch: Patch) -> None:
    patch.find()
    assert patch.why
    assert patch.until
    file, _, function = patch.test.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert function in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_nothing_else_is_changed_in_weasyprint() -> None:
    """Of all assignments in the engine, none is to something of WeasyPrint's modules."""
    for file in (SRC / "octavo/press/pdf/engine").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        theirs = {"pydyf"}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint"):
                theirs |= {each.asname or each.name for each in node.names}
            if isinstance(node, ast.Import):
                theirs |= {each.asname or each.name for each in node.names if each.name.startswith("weasyprint")}
        for node in ast.walk(tree):
            for target in node.targets if isinstance(node, ast.Assign) else []:
                if isinstance(target, ast.Attribute):
                    assert ast.unparse(target).partition(".")[0] not in theirs, ast.unparse(node)


# Applied


def targets() -> list[object]:
    return [vars(patch.find()[0]).get(patch.find()[1]) for patch in PATCHES if not patch.is_new]


def fail() -> None:
    assert vars(import_module("weasyprint.css"))["id"] is not id
    raise ZeroDivisionError


def test_everything_is_as_before_when_a_layout_fails() -> None:
    before = targets()
    with pytest.raises(ZeroDivisionError), patches.applied(PatchState(is_bidi=True)):
        fail()
    assert targets() == before
    assert "id" not in vars(import_module("weasyprint.css"))


def test_fixes_for_other_scripts_are_applied_only_where_they_are_needed() -> None:
    from weasyprint.layout import inline

    theirs = inline.justify_line
    with patches.applied(PatchState()):
        assert inline.justify_line is theirs
    with patches.applied(PatchState(is_wide=True)):
        assert inline.justify_line is not theirs


def test_one_document_at_a_time_is_laid_out() -> None:
    done = threading.Event()

    def other() -> None:
        proof_of(BODY)
        done.set()

    thread = threading.Thread(target=other)
    with patches.applied(PatchState()):
        thread.start()
        assert not done.wait(0.2)
    assert done.wait(20)
    thread.join()


# Another WeasyPrint


def test_another_version_is_used_without_speedups(monkeypatch: pytest.MonkeyPatch) -> None:
    before = proof_of(BODY)
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    assert not patches.has_speedups()
    with patches.applied(PatchState()):
        assert "id" not in vars(import_module("weasyprint.css"))
    assert proof_of(BODY) == before


@pytest.mark.parametrize(("value", "on"), [("", True), ("0", True), ("1", False)])
def test_speedups_can_be_switched_off(value: str, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTAVO_NO_SPEEDUPS", value)
    assert patches.has_speedups() is on


def test_doctor_names_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.weasyprint().found == TESTED_WEASYPRINT
    monkeypatch.setattr(machine, "package_version", lambda _name: "71.0")
    other = machine.weasyprint()
    assert (other.found, other.essential) == (None, False)
    assert other.reason == "71.0 is installed, octavo is tested with 70.0: its speed-ups for print are off"
    assert other.fix.endswith("pip install weasyprint==70.0")
    monkeypatch.setattr(machine, "package_version", lambda _name: None)
    assert (machine.weasyprint().found, machine.weasyprint().essential) == (None, True)


NEEDED = [each for each in PATCHES if each.kind is not PatchKind.SPEEDUP]


@pytest.mark.parametrize("patch", NEEDED, ids=name_of)
def test_a_target_that_is_missing_ends_the_run(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(*patch.find())
    with pytest.raises(MachineError) as raised:
        patches.check()
    assert f"WeasyPrint 70.0 does not fit octavo: '{patch.target}'" in str(raised.value)
    assert raised.value.hint == "run: pip install weasyprint==70.0"


def test_what_a_fix_uses_may_be_missing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = targets()
    monkeypatch.delattr("weasyprint.layout.leader.leader_index")
    with pytest.raises(MachineError, match=r"inline\.handle_leader"), patches.applied(PatchState()):
        raise AssertionError("it was applied")
    assert targets() == before


def test_a_speedup_without_its_target_is_no_reason_to_stop_with_another_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = proof_of(BODY)
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    absent = [replace(each, name="absent") for each in PATCHES if each.kind is PatchKind.SPEEDUP]
    monkeypatch.setattr(patches, "PATCHES", (*absent, *NEEDED))
    patches.check()
    assert proof_of(BODY) == before


def test_the_command_ends_with_status_3_before_anything_is_laid_out(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.article("Words.\n")
    monkeypatch.delattr("weasyprint.pdf.stream.Stream.marked")
    ran = workshop.run("build", "x.md", "--to", "pdf")
    assert ran.code == 3
    assert "WeasyPrint 70.0 does not fit octavo: 'weasyprint.pdf.stream.Stream.marked'" in ran.err
    assert "pip install weasyprint==70.0" in ran.err
    assert not list(workshop.folder.glob("output/*"))
