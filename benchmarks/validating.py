"""A book checked by the outside validators: the first time, and again when nothing has changed."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import volume
from benchmarks.timing import BIN, Command, by_turns, cores, ratio


def unchanged(folder: Path, times: int, chapters: int = 25) -> None:
    """Time `octavo check` of a book that was checked before, against a build that finds nothing to do.

    Before that, print what the validators took the first time in parallel, and the sum of what each took.
    """
    volume.write(folder / "book", chapters)
    build, check = ([BIN / "octavo", command, "-q", "book"] for command in ("build", "check"))
    report = folder / "report.json"
    by_turns({
        "build": Command([*build, "--report", report], folder),
        "rules": Command([*check, "--own"], folder),
        "check": Command([*check, "--report", report], folder),
    }, 0)  # fmt: skip
    written = json.loads(report.read_text(encoding="utf-8"))
    checks = [each for each in written["publications"][0]["checks"] if each["name"] != "agreement"]
    for each in checks:
        name = f"{each['name']} {each['version']}: {each['format']}"
        print(f"  {name:28} {each['status']:8} {each['seconds']:6.1f} s {each['reason'][:50]}".rstrip())
    one_by_one = sum(each["seconds"] for each in checks)
    taken = f"{written['seconds']:.1f} s in all ({cores()} cores)"
    print(f"  the first check: {taken}; the times of the validators add up to {one_by_one:.1f} s")
    runs = by_turns({"build": Command(build, folder), "check": Command(check, folder)}, times)
    added = sorted(b - a for a, b in zip(runs["build"].seconds, runs["check"].seconds, strict=True))
    print(f"  nothing changed: build {runs['build'].median:.2f} s, check {runs['check'].median:.2f} s, "
          f"{ratio(runs['check'], runs['build'])} times as long")  # fmt: skip
    print(f"  what a check adds to a build, nothing changed: {added[len(added) // 2]:.2f} s "
          f"({added[0]:.2f}–{added[-1]:.2f})  aim 0.5 s")  # fmt: skip
