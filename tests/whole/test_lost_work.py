"""Work at a chapter that never ends, or ends its process: the chapter is named, and everything else is still done."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop import Workshop, report_of

HANGS = "while true do end"
"""The limit for each chapter is long enough for any machine: the others take less than a second."""
DIES = """os.execute("read -r _ _ _ parent _ < /proc/$PPID/stat; kill -9 $parent")"""
"""Pandoc's own parent is the process that works at the chapter."""


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="the filter finds its process in /proc")
@pytest.mark.parametrize(
    ("does", "minutes", "why"),
    [
        (HANGS, "0.5", "took more than 0.5 minutes and was stopped"),
        (DIES, "10", "ended its process, twice, by SIGKILL"),
    ],
)
def test_the_chapter_is_named_and_the_rest_is_done(does: str, minutes: str, why: str, workshop: Workshop) -> None:
    header = f"title: T\nlang: en\noctavo: {{filters: [odd.lua], limits: {{minutes: {minutes}}}}}\n"
    workshop.write("b/book.yaml", f"{header}chapters: [one.md, two.md, three.md]\n")
    workshop.write("b/odd.lua", f'function Str(s) if s.text == "Stop" then {does} end end\n')
    for name in ("one", "two", "three"):
        workshop.write(f"b/{name}.md", f"# Chapter {name}\n\nWords.\n")
    workshop.write("b/two.md", "# Chapter two\n\nWords. Stop here.\n")
    ran = workshop.run("build", "b", "-t", "epub", "-j2")
    assert (ran.code, len(ran.lines), ran.lines[0].partition(" [")[0]) == (
        1, 1, f"b/two.md:1:1: error: work at 'b/two.md' {why}",
    )  # fmt: skip
    assert "Traceback" not in ran.err
    assert not (workshop.folder / "output").exists()
    workshop.write("b/two.md", "# Chapter two\n\nWords. Go on.\n")
    report = report_of(workshop, "b", "-t", "epub", "-j2")
    # The others were read when the second one was lost.
    assert (report["ok"], report["publications"][0]["work"]["parsed"]) == (True, 1)
