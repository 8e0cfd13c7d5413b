"""Files and folders appear whole, or what was there before stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.cache import fingerprint
from octavo.model.edition import Edition
from octavo.model.errors import MachineError
from octavo.tools import atomic
from workshop import environment

SITE = {"index.html": b"first", "assets/style.css": b"p{}"}


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    site = tmp_path / "out" / "book"
    atomic.write({}, {site: {**SITE, "gone.html": b"old"}})
    atomic.write({tmp_path / "out" / "book.html": b"page"}, {site: SITE})
    assert {name: data for name, data in everything(site).items() if name != atomic.MARKER} == SITE
    assert atomic.is_ours(site)
    assert sorted(entry.name for entry in (tmp_path / "out").iterdir()) == ["book", "book.html"]


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_octavo_did_not_make_is_not_replaced(there: str, tmp_path: Path) -> None:
    site, mine = tmp_path / "book", tmp_path / "elsewhere"
    mine.mkdir()
    if there == "folder":
        site.mkdir()
        (site / "mine.txt").write_text("mine")
    elif there == "file":
        site.write_text("mine")
    else:
        (mine / atomic.MARKER).touch()
        site.symlink_to(mine)
    before = everything(tmp_path)
    with pytest.raises(MachineError, match="was not made by octavo") as refused:
        atomic.write({tmp_path / "book.html": b"page"}, {site: SITE})
    assert "--output" in refused.value.hint
    assert everything(tmp_path) == before


@pytest.mark.parametrize("before", [True, False])
def test_the_last_good_one_stays_where_a_later_file_fails(before: bool, tmp_path: Path) -> None:
    site, blocked = tmp_path / "book", tmp_path / "book.html"
    if before:
        atomic.write({}, {site: {"index.html": b"good"}})
    blocked.mkdir()  # a file cannot be renamed over a folder
    was = everything(tmp_path)
    with pytest.raises(MachineError):
        atomic.write({blocked: b"page"}, {site: SITE})
    assert everything(tmp_path) == was
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted({"book.html"} | ({"book"} if before else set()))


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(MachineError, match="is not a folder"):
        atomic.write({}, {tmp_path / "out" / "book": SITE})


def test_a_site_stands_as_long_as_nothing_in_it_changes(tmp_path: Path) -> None:
    site = tmp_path / "book"
    atomic.write({}, {site: SITE})
    whole = sha256(Edition("site", b"", files=SITE).whole).hexdigest()
    assert fingerprint.of_edition(site / "index.html") == whole
    (site / "assets" / "style.css").write_bytes(b"p{color:red}")
    assert fingerprint.of_edition(site / "index.html") != whole
    atomic.write({}, {site: SITE})
    assert fingerprint.of_edition(site / "index.html") == whole
    (site / "more.html").touch()
    assert fingerprint.of_edition(site / "index.html") != whole


def test_a_folder_of_chapters_is_known_by_its_names(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    before = fingerprint.of_file(tmp_path)
    (tmp_path / "a.md").write_text("b")
    (tmp_path / ".hidden").touch()
    assert fingerprint.of_file(tmp_path) == before
    (tmp_path / "b.md").touch()
    assert fingerprint.of_file(tmp_path) != before


def test_rights_are_those_of_the_user(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        atomic.write({}, {tmp_path / "book": SITE})
    finally:
        os.umask(mask)
    assert (tmp_path / "book").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "book" / "index.html").stat().st_mode & 0o777 == 0o640


KILLED = """
import os, pathlib, signal, sys
from octavo.tools import atomic
left = int(sys.argv[1])
def counted(function):
    def call(*arguments, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **more)
    return call
os.fsync = counted(os.fsync)
pathlib.Path.rename = counted(pathlib.Path.rename)
pathlib.Path.replace = counted(pathlib.Path.replace)
out = pathlib.Path("out")
atomic.write({out / "book.html": b"new", out / "book.pdf": b"new"}, {out / "book": {"index.html": b"new"}})
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    site = out / "book"
    for steps in range(20):
        atomic.write({out / "book.html": b"old", out / "book.pdf": b"old"}, {site: {"index.html": b"old"}})
        assert sorted(entry.name for entry in out.iterdir()) == ["book", "book.html", "book.pdf"], steps
        ran = subprocess.run([sys.executable, "-c", KILLED, str(steps)], cwd=tmp_path, env=environment(), check=False)
        whole = {name: data for name, data in everything(out).items() if not name.startswith((".", "book/."))}
        assert set(whole.values()) <= {b"old", b"new"}
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL
    assert steps > 5
    assert set(whole.values()) == {b"new"}


def test_what_another_process_is_at_is_left_alone(tmp_path: Path) -> None:
    waiting = tmp_path / ".book.pdf.abcdefgh.part"
    waiting.write_bytes(b"somebody's")
    with atomic._locked([tmp_path / "other"]):
        atomic.write({tmp_path / "book.pdf": b"mine"})
        assert waiting.exists()
    atomic.write({tmp_path / "book.pdf": b"mine"})
    assert not waiting.exists()
