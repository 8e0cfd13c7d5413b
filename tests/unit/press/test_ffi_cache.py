"""WeasyPrint's declarations of C, kept from one process to the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PRINT = """
import sys
from octavo.press.pdf.engine import bidi, ffi_cache
with ffi_cache.read_once():
    import weasyprint
print("parsed" if "pycparser" in sys.modules or "cffi.api" in sys.modules else "known")
print(list(bidi._levels("one \\u05d0\\u05d1 two", False)))
html = '<p lang="ar" style="font-family: serif">words \\u0633\\u0644\\u0627\\u0645 <b>and</b> more</p>' * 40
print(weasyprint.HTML(string=html).write_pdf(pdf_identifier=b"1").hex())
"""


def printed(folder: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", PRINT], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where they are kept."""
    monkeypatch.delenv("OCTAVO_CACHE", raising=False)
    return tmp_path / ".octavo" / "cache"


def test_declarations_are_read_once_and_mean_the_same(tmp_path: Path, kept: Path) -> None:
    first, second = printed(tmp_path), printed(tmp_path)
    assert (first[0], second[0]) == ("parsed", "known")
    assert first[1] == second[1] == "[0, 0, 0, 0, 1, 1, 0, 0, 0, 0]"
    assert first[2] == second[2]
    assert len([*kept.iterdir()]) == 1


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_damaged_ones_are_read_again(damage: bytes | None, tmp_path: Path, kept: Path) -> None:
    printed(tmp_path)
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-9] if damage is None else damage)
    assert [printed(tmp_path)[0] for _ in range(2)] == ["parsed", "known"]


def test_a_folder_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / ".octavo").write_text("in the way")
    assert printed(tmp_path)[0] == "parsed"
