"""Files that are generated from records in the source code are up to date."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "tools" / "generate.py"
MADE = runpy.run_path(str(SCRIPT))


@pytest.mark.parametrize("file", MADE["FILES"], ids=lambda file: file.path)
def test_a_generated_file_is_up_to_date(file: object) -> None:
    path = ROOT / file.path  # type: ignore[attr-defined]
    assert path.read_text(encoding="utf-8") == file.make(), "run make generate"  # type: ignore[attr-defined]


def test_the_check_names_what_is_out_of_date(tmp_path: Path) -> None:
    copy = tmp_path / "tools" / "generate.py"
    copy.parent.mkdir()
    for script in ("generate.py", "css_page.py", "rules_page.py"):
        (copy.parent / script).write_text((SCRIPT.parent / script).read_text(encoding="utf-8"), encoding="utf-8")
    for file in MADE["FILES"]:
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_bytes((ROOT / file.path).read_bytes())
    assert _run(copy, "--check") == (0, "")
    (tmp_path / MADE["FILES"][0].path).write_text("{}", encoding="utf-8")
    code, said = _run(copy, "--check")
    assert (code, MADE["FILES"][0].path in said) == (1, True)
    assert _run(copy)[0] == 0
    assert _run(copy, "--check") == (0, "")


def _run(script: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr
