"""A stranger's text: with `--untrusted` its Lua filters do not run, and nothing of other packages is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workshop import SRC, Workshop

FILTER = "function Str(word) if word.text == 'Words' then return pandoc.Str('Filtered') end end\n"
TRAP = "from pathlib import Path\nPath({mark!r}).touch()\nRULE = None\n"


@pytest.fixture
def filtered(workshop: Workshop) -> Workshop:
    workshop.write("words.lua", FILTER)
    workshop.write("x.md", "---\ntitle: T\nlang: en\noctavo: {filters: [words.lua]}\n---\n\nWords here.\n")
    return workshop


def test_a_filter_runs_only_for_a_trusted_text(filtered: Workshop) -> None:
    assert filtered.run("build", "x.md", "-thtml").code == 0
    assert "Filtered here." in (filtered.folder / "output" / "x.html").read_text(encoding="utf-8")
    ran = filtered.run("build", "x.md", "-thtml", "--untrusted")
    assert (ran.code, ran.rules) == (0, ["filter.untrusted"])
    assert "Words here." in (filtered.folder / "output" / "x.html").read_text(encoding="utf-8")
    assert filtered.run("build", "x.md", "-thtml").rules == []
    assert "Filtered here." in (filtered.folder / "output" / "x.html").read_text(encoding="utf-8")


def test_a_text_that_is_not_trusted_can_be_inspected(filtered: Workshop) -> None:
    ran = filtered.run("inspect", "x.md", "--untrusted")
    assert (ran.code, ran.rules) == (0, ["filter.untrusted"])
    assert filtered.run("inspect", "x.md").rules == []


@pytest.mark.parametrize(("arguments", "is_loaded"), [((), True), (("--untrusted",), False)])
def test_a_package_is_loaded_only_for_a_trusted_text(
    workshop: Workshop, tmp_path: Path, arguments: tuple[str, ...], is_loaded: bool
) -> None:
    mark, packages = tmp_path / "loaded", tmp_path / "packages"
    info = packages / "trap-1.dist-info"
    info.mkdir(parents=True)
    (packages / "trap_rules.py").write_text(TRAP.format(mark=str(mark)))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trap\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[octavo.rules]\ntrap = trap_rules\n")
    workshop.write("x.md", "---\ntitle: T\nlang: en\n---\n\nWords here.\n")
    path = os.pathsep.join([str(SRC), str(packages)])
    workshop.spawn("check", "x.md", "-thtml", "--own", *arguments, env={"PYTHONPATH": path})
    assert mark.exists() is is_loaded
