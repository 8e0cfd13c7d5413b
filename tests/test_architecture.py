"""The architecture: which modules import which, and that every list of the project is complete."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from octavo.check.validators import VALIDATORS
from octavo.model.formats import FORMATS, Format
from workshop import SRC, environment

ROOT = SRC.parent
PACKAGE = SRC / "octavo"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONG = 450
"""Lines up to which one sits down and reads a module."""


def test_the_import_contracts_hold() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("import-linter is not here")
    ran = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_stage_imports_another() -> None:
    """The same, seen by another eye: an import inside a function counts too."""
    stages = {"source", "manuscript", "press", "check", "report"}
    for file in MODULES:
        stage = file.relative_to(PACKAGE).parts[0]
        if stage in stages:
            imported = {name.split(".")[1] for name in imports(file) if name.startswith("octavo.")}
            assert imported & (stages - {stage}) == set(), file


def test_the_model_imports_nothing_of_ours_and_nothing_heavy() -> None:
    for file in (PACKAGE / "model").glob("*.py"):
        found = {name for name in imports(file, running=True) if not name.startswith("octavo.model")}
        assert {name.partition(".")[0] for name in found} <= set(sys.stdlib_module_names), file


def imports(file: Path, running: bool = False) -> set[str]:
    """Return the modules that a file imports; if it is `running`, without those that only the type checker sees."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if running:
        tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node))]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_complete_and_has_a_test(format: Format) -> None:
    assert callable(import_module(format.press).make)
    assert callable(import_module(format.reader).read_back)
    assert callable(import_module(format.reader).find_claim)
    assert format.label
    assert format.suffix
    assert set(format.validators) == {each.name for each in VALIDATORS if format in each.formats}
    assert list((ROOT / "tests" / "unit" / "press").glob(f"test_{format}*.py"))


def test_no_two_editions_share_a_path() -> None:
    assert len({format.suffix for format in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("validator", [each.name for each in VALIDATORS])
def test_each_validator_is_listed(validator: str) -> None:
    assert (PACKAGE / "check" / "validators" / f"{validator}.py").is_file()


def test_all_validators_are_listed() -> None:
    others = {"__init__", "finding", "jvm", "axe_views"}
    modules = {file.stem for file in (PACKAGE / "check" / "validators").glob("*.py")} - others
    assert modules == {each.name for each in VALIDATORS}


def test_no_two_public_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(str(file.relative_to(PACKAGE)))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_a_long_module_says_why_it_is_long() -> None:
    for file in MODULES:
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > LONG:
            assert "lines" in (ast.get_docstring(ast.parse(text)) or ""), f"{file}: split it, or say why it is long"


def test_every_module_has_a_docstring() -> None:
    for file in MODULES:
        says = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert says, f"{file} has no docstring"
        assert says.split("\n")[0].endswith((".", ":", "?")), f"{file}: a docstring is a sentence"


def test_no_module_has_a_name_without_a_meaning() -> None:
    assert {"utils", "helpers", "common", "core", "misc"}.isdisjoint(file.stem for file in MODULES)


def test_the_architecture_follows_the_order_of_the_stages() -> None:
    titles = re.findall(r"^## (\w+)", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [each for each in titles if each in ("Source", "Manuscript", "Press", "Check", "Report")] == [
        "Source", "Manuscript", "Press", "Check", "Report",
    ]  # fmt: skip
