"""The wall: what a text may have read, and what it may not."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from octavo.tools.sandbox import (
    DataUrl,
    FileTooBig,
    LocalFile,
    MissingFile,
    NotAFile,
    OutsideFile,
    RemoteAddress,
    display_path,
    fetch,
    read_bytes,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(b"secret")
    root = tmp_path / "book"
    for name in ("a.png", "my picture.png", "50% off.png", "a#b.png", "c%20d.png", "pictures/deep.png"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"12345")
    return root.resolve()


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("a.png", "a.png"),
        ("./a.png", "a.png"),
        ("pictures/../a.png", "a.png"),
        ("my picture.png", "my picture.png"),
        ("my%20picture.png", "my picture.png"),
        ("50% off.png", "50% off.png"),
        ("50%25%20off.png", "50% off.png"),
        ("a#b.png", "a#b.png"),
        ("c%20d.png", "c%20d.png"),
        ("a.png?v=2", "a.png"),
        ("pictures\\deep.png", "pictures/deep.png"),
    ],
)
def test_files_inside(root: Path, reference: str, name: str) -> None:
    assert fetch(root, reference) == LocalFile(root / name)


def test_an_absolute_path_inside(root: Path) -> None:
    assert fetch(root, str(root / "a.png")) == LocalFile(root / "a.png")


@pytest.mark.parametrize(
    "reference",
    [
        "../secret.png",
        "pictures/../../secret.png",
        "%2e%2e/secret.png",
        "..%2Fsecret.png",
        "/etc/passwd",
        "/dev/zero",
        "file:///etc/passwd",
        "C:\\x.png",
        "c:/x.png",
        "\\\\server\\x.png",
        "..\\secret.png",
        "../no-such-file.png",
    ],
)
def test_files_outside(root: Path, reference: str) -> None:
    assert fetch(root, reference) == OutsideFile(reference)


def test_a_symbolic_link_leads_no_further_than_the_folder(root: Path) -> None:
    (root / "out.png").symlink_to(root.parent / "secret.png")
    (root / "in.png").symlink_to(root / "a.png")
    (root / "loop.png").symlink_to(root / "loop.png")
    assert fetch(root, "out.png") == OutsideFile("out.png")
    assert fetch(root, "in.png") == LocalFile(root / "a.png")
    assert isinstance(fetch(root, "loop.png"), MissingFile)


@pytest.mark.parametrize("reference", ["https://example.org/a.png", "HTTP://x", "//cdn.example/a.png", "mailto:a@b.c"])
def test_addresses(root: Path, reference: str) -> None:
    assert fetch(root, reference) == RemoteAddress(reference)


def test_data(root: Path) -> None:
    assert fetch(root, "data:image/png;base64,AAAA") == DataUrl("data:image/png;base64,AAAA")


@pytest.mark.parametrize(
    ("reference", "near"),
    [
        ("A.PNG", "a.png"),
        ("my-picture.png", "my picture.png"),
        ("deep.png", "pictures/deep.png"),
        ("pictures/deap.png", "pictures/deep.png"),
        ("quite-another-thing.jpeg", None),
        ("%00", None),
        ("\ud800.svg", None),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_files_that_are_not_there(root: Path, reference: str, near: str | None) -> None:
    assert fetch(root, reference) == MissingFile(reference, near)


def test_what_is_no_file(root: Path) -> None:
    os.mkfifo(root / "pipe.png")
    assert fetch(root, "pictures") == NotAFile(root / "pictures")
    assert fetch(root, "pipe.png") == NotAFile(root / "pipe.png")
    with pytest.raises(OSError, match="not a regular file"):
        read_bytes(root / "pipe.png", 10)


def test_accents_composed_or_not(root: Path) -> None:
    name = unicodedata.normalize("NFD", "été.png")
    (root / name).write_bytes(b"x")
    assert fetch(root, "été.png") == LocalFile(root / name)


def test_limits(root: Path) -> None:
    assert fetch(root, "a.png", 4) == FileTooBig(root / "a.png", 5, 4)
    assert fetch(root, "a.png", 5) == LocalFile(root / "a.png")
    assert read_bytes(root / "a.png", 5) == b"12345"
    assert read_bytes(root / "a.png", 4) == FileTooBig(root / "a.png", 5, 4)


def test_how_files_are_named(tmp_path: Path) -> None:
    assert display_path(tmp_path / "a" / "b.md", tmp_path) == "a/b.md"
    assert display_path(Path("a/../b.md"), tmp_path) == "b.md"
    assert display_path(tmp_path / "b.md", tmp_path / "a") == (tmp_path / "b.md").as_posix()
    assert display_path(tmp_path / "\udce9.md", tmp_path) == "\ufffd.md"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("deep.png", "pictures/deep.png"),
        ("../a.png", "a.png"),
        ("/a.png", "a.png"),
        ("../my%20picture.png", "my picture.png"),
    ],
)
def test_a_text_in_a_folder_of_a_book(root: Path, reference: str, name: str) -> None:
    assert fetch(root, reference, base="pictures") == LocalFile(root / name)


def test_what_is_missing_is_named_from_the_folder_of_the_text(root: Path) -> None:
    assert fetch(root, "a.png", base="pictures") == MissingFile("a.png", "../a.png")
    assert fetch(root, "dep.png", base="pictures") == MissingFile("dep.png", "deep.png")
    assert isinstance(fetch(root, "../../secret.png", base="pictures"), OutsideFile)
    assert isinstance(fetch(root, "/a.png"), OutsideFile), "an article starts from no folder but its own"
