"""What octavo depends on is taken from what is installed: no list of it is kept by hand."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from octavo.cache import fingerprint
from octavo.tools import distributions
from octavo.tools.style_folder import styles_home
from workshop import SRC

PROJECT: dict[str, Any] = tomllib.loads((SRC.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = [each for extra in PROJECT["optional-dependencies"].values() for each in extra]


def names(requirements: list[str]) -> set[str]:
    return {distributions.normalized(re.match(r"[\w.-]+", each)[0]) for each in requirements}  # type: ignore[index]


def test_every_dependency_counts_with_its_version() -> None:
    found = distributions.versions()
    assert names(PROJECT["dependencies"]) <= found.keys()
    assert {"ziafont", "webencodings", "pyphen", "zopfli", "brotli"} <= found.keys(), "what they depend on counts too"
    assert {name: Version(metadata.version(name)) for name in found} == {
        name: Version(version) for name, version in found.items()
    }


def test_extras_count_where_they_are_installed() -> None:
    found = distributions.versions()
    for name in names(OPTIONAL) - {"octavo"}:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            assert name not in found
        else:
            assert name in found


def test_tools_for_developers_do_not_count() -> None:
    assert {"pytest", "ruff", "mypy"}.isdisjoint(distributions.versions())


def install(folder: Path, name: str, *requirements: str) -> None:
    """Write what an installer leaves of a distribution; its description asks for nothing."""
    info = folder / f"{name}.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.4", *(f"Requires-Dist: {each}" for each in requirements), "", "Requires-Dist: no"]
    (info / "METADATA").write_text("\n".join(lines), encoding="utf-8")


def test_the_closure(tmp_path: Path) -> None:
    install(
        tmp_path, "octavo-1.0", "Plain_One>=1", "extras.of[Fast, small]~=2.0", 'optional; extra == "cjk"',
        'other>1; sys_platform == "win32"', "missing",
    )  # fmt: skip
    install(tmp_path, "plain_one-1.1", "deep-er (>=1)", 'unasked; extra == "test"', "octavo")
    install(tmp_path, "extras_of-2.0", 'fast; extra == "fast"', 'slow; extra == "slow"')
    for name in ("optional-3", "other-4", "deep.er-5.0", "fast-6", "slow-7", "unasked-8", "unrelated-9", "no-1"):
        install(tmp_path, name)
    assert distributions.versions(path=[str(tmp_path), str(tmp_path / "nowhere")]) == {
        "plain-one": "1.1", "extras-of": "2.0", "optional": "3", "other": "4", "deep-er": "5.0", "fast": "6",
    }  # fmt: skip


def test_plug_ins_count(tmp_path: Path) -> None:
    for name in ("octavo-1.0", "rules_of_mine-2.0", "other-3.0"):
        install(tmp_path, name)
    points = tmp_path / "rules_of_mine-2.0.dist-info/entry_points.txt"
    points.write_text("[octavo.rules]\nmine = mine:RULES\n", encoding="utf-8")
    (tmp_path / "other-3.0.dist-info/entry_points.txt").write_text("[console_scripts]\no = o:main\n", encoding="utf-8")
    assert distributions.versions(path=[str(tmp_path)]) == {"rules-of-mine": "2.0"}


def test_the_first_on_the_path_counts(tmp_path: Path) -> None:
    for number, folder in enumerate((tmp_path / "a", tmp_path / "b"), 1):
        folder.mkdir()
        install(folder, "octavo-1.0", "one")
        install(folder, f"one-{number}.0")
    assert distributions.versions(path=[str(tmp_path / "a"), str(tmp_path / "b")]) == {"one": "1.0"}


def test_where_octavo_is_not_installed_everything_counts(tmp_path: Path) -> None:
    install(tmp_path, "one-1.0")
    assert distributions.versions(path=[str(tmp_path)]) == {"one": "1.0"}


def test_another_version_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    now = fingerprint.of_octavo.__wrapped__(styles_home())
    found = {**distributions.versions(), "cssselect2": "0.0"}
    monkeypatch.setattr(distributions, "versions", lambda: found)
    assert fingerprint.of_octavo.__wrapped__(styles_home()) != now
