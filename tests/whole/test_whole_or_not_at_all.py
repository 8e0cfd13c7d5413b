"""Editions appear whole, or the last good ones stay: under Ctrl-C, two builds at once, beside a broken article."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workshop import HEADER, Editions, Ran, Workshop, environment

LONG = "\n\n".join(f"## Part {n}\n\n" + "Some words that have to be laid out. " * 120 for n in range(40))


def start(workshop: Workshop, *arguments: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "octavo", "build", *arguments],
        cwd=workshop.folder,
        env=environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests themselves run in the background, a shell has told them to pass over Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the child has one thread
    )


@pytest.mark.parametrize("seconds", [0.4, 1.5, 3.0])
@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_ctrl_c_leaves_no_litter(seconds: float, workshop: Workshop, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for suffix in ("pdf", "epub", "html"):
        workshop.write(f"output/x.{suffix}", f"the last good {suffix}")
    good = workshop.digests()
    workshop.article(LONG)
    process = start(workshop, "x.md", TMPDIR=str(temporary))
    time.sleep(seconds)
    # A terminal sends it to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)  # which waits until no process holds the pipes any more
    assert (process.returncode, out) == (130, ""), err
    assert err.strip() == "octavo: interrupted"
    assert workshop.digests() == good
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_ctrl_c_while_octavo_starts_leaves_no_process(workshop: Workshop) -> None:
    workshop.article(LONG)
    for moment in range(12):
        process = start(workshop, "x.md")
        time.sleep(0.25 + 0.02 * moment)  # where processes beside are started, and several threads import
        os.kill(process.pid, signal.SIGINT)  # as `kill -INT` sends it: to this process alone
        told = process.communicate(timeout=10)  # which waits until no process holds the pipes any more
        # The latter comes from Python, where octavo is not there yet.
        assert process.returncode in (130, -signal.SIGINT), (moment, told)


def test_ctrl_c_stops_at_once(workshop: Workshop) -> None:
    workshop.article(LONG)
    process = start(workshop, "x.md")
    time.sleep(3)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_two_builds_at_once(workshop: Workshop) -> None:
    workshop.article("## One\n\nText.\n")
    processes = [start(workshop, "x.md", "--no-cache") for _ in range(2)]
    ends = [(process.communicate(timeout=120), process.returncode) for process in processes]
    assert [code for _, code in ends] == [0, 0], ends
    both = workshop.digests()
    assert sorted(both) == ["x.epub", "x.html", "x.pdf"]
    editions = Editions(workshop.folder / "output", "x", Ran(0, "", ""))
    assert editions.said("One Text.") == (True, True, True)
    workshop.run("build", "x.md", "--no-cache", "-j1")
    assert workshop.digests() == both


def test_a_broken_article_does_not_keep_the_others_back(workshop: Workshop) -> None:
    workshop.article("Text of a.\n", "source/a.md")
    workshop.article("See [](#nowhere).\n", "source/b.md")
    workshop.write("source/c.md", b"\xff\xfe")
    workshop.article("Text of d.\n", "source/d.md")
    workshop.article("No text of e.\n", "source/_e.md")
    ran = workshop.run("build", "-j1")
    assert ran.code == 1
    assert sorted(workshop.digests()) == ["a.epub", "a.html", "a.pdf", "d.epub", "d.html", "d.pdf"]
    assert [line.split(":")[0] for line in ran.lines] == ["source/b.md", "source/c.md"]


def test_what_has_an_error_in_a_later_edition_publishes_none(workshop: Workshop) -> None:
    """All editions of a publication belong together."""
    workshop.article("Text.\n", header=HEADER.replace("---\n\n", "cover-image: none.png\n---\n\n"))
    ran = workshop.run("build", "x.md", "-j1")
    assert (ran.rules, ran.code) == (["cover.unreadable"], 1)
    assert not (workshop.folder / "output").exists()


def test_nothing_is_written_into_a_source_folder(workshop: Workshop) -> None:
    workshop.article(
        "![A](p.svg)\n\nAs [@a].\n", "texts/x.md", HEADER.replace("---\n\n", "bibliography: b.bib\n---\n\n")
    )
    workshop.write("texts/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>')
    workshop.write("texts/b.bib", "@book{a, author={A, B}, title={C}, year={1999}}")
    before = workshop.digests("texts")
    assert workshop.run("build", "texts/x.md", "-o", "out", "-j1").code == 0
    assert workshop.digests("texts") == before
    assert sorted(entry.name for entry in workshop.folder.iterdir()) == [".octavo", "out", "texts"]


def test_other_files_in_the_output_folder_are_left_alone(workshop: Workshop) -> None:
    workshop.write("output/mine.txt", "mine")
    workshop.article("Text.\n")
    workshop.build("x.md", "-j1", "-thtml")
    assert sorted(workshop.digests()) == ["mine.txt", "x.html"]
    workshop.run("clean", "x.md")
    assert sorted(workshop.digests()) == ["mine.txt"]
    assert not (workshop.folder / ".octavo").exists()
