"""The set-up: what is pinned, what `make` offers, and whether the wheel holds all that it needs."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from fresh_machine import make_environment
from octavo.cli import setup
from octavo.tools import machine, user_folder
from workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.+?))?((?: --hash=sha256:[0-9a-f]{64})+)")

pytestmark = pytest.mark.skipif(not LOCKS, reason="the tests run outside a checkout")


def pins(lock: Path) -> dict[str, str]:
    """Name and version of every entry. One that is not a pin with hashes fails the test."""
    text = re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE)
    entries = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    found = [PIN.fullmatch(entry) for entry in entries]
    loose = [entry for entry, match in zip(entries, found, strict=True) if match is None]
    assert loose == []
    return {match["name"]: match["version"] for match in found if match}


def normal(requirement: str) -> str:
    """The name in a requirement, as lock files spell it."""
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[._]", "-", match[0]).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert re.findall(r"://|@ |--(?!hash=)\S+", lock.read_text()) == []
    assert len(pins(lock)) > 0


def test_locks_agree_and_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    sets = {lock.stem: pins(lock) for lock in LOCKS}
    assert set(sets) == {"run", "check", "dev", "build", "verapdf"}
    assert {normal(one) for one in project["project"]["dependencies"]} <= set(sets["run"])
    assert {normal(one) for one in project["project"]["optional-dependencies"]["check"]} <= set(sets["check"])
    for smaller in ("run", "check", "build"):
        assert sets[smaller].items() <= sets["dev"].items()


def test_every_package_that_is_imported_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {normal(one) for one in [*project["dependencies"], *project["optional-dependencies"]["check"]]}
    declared.add("octavo")
    providers = metadata.packages_distributions()
    strangers = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for root in {module.partition(".")[0] for module in modules} - sys.stdlib_module_names:
                if not {normal(provider) for provider in providers.get(root, [root])} & declared:
                    strangers.add(f"{root} in {file.relative_to(ROOT)}")
    assert strangers == set()


def test_the_npm_lock_names_no_address_and_pins_by_hash() -> None:
    lock = json.loads((ROOT / "tools/validators/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_the_doctor_prescribes_what_is_pinned() -> None:
    pinned = {f"{name}=={version}" for lock in LOCKS for name, version in pins(lock).items()}
    assert {word for word in machine.PDFIUM_FIX.split() if "==" in word} <= pinned
    assert {each.partition("==")[0] for each in setup.pins()} == set(setup.PYTHON_PACKAGES)
    assert all("--hash=sha256:" in each for each in setup.pins())


def test_validators_are_found_where_the_set_up_puts_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTAVO_DATA", str(tmp_path))
    monkeypatch.delenv("OCTAVO_NPM", raising=False)
    for name, text in (("python/x_y/x.jar", ""), ("python/x_y-3.1.dist-info/METADATA", "Name: x-y\nVersion: 3.1\n"),
                       ("node_modules/z-z/package.json", '{"version": "2"}')):  # fmt: skip
        file = user_folder.validators() / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
    assert machine.package_file("x_y", "x.jar") == user_folder.python_packages() / "x_y/x.jar"
    assert (machine.package_version("x-y"), machine.npm_version("z-z")) == ("3.1", "2")


def test_the_set_up_of_validators_needs_the_network_and_leaves_nothing_half_made(workshop: Workshop) -> None:
    env = {"OCTAVO_DATA": str(workshop.folder / "data"), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    ran = workshop.spawn("setup", "check", env=env)
    assert ran.code == 3
    assert "octavo: cannot install the Python packages: " in ran.err
    assert list((workshop.folder / "data").iterdir()) == []


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):(?!=)(.*)$", makefile, re.MULTILINE)
    assert [name for name, rest in targets if not re.search(r"## \w", rest)] == []
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert sorted(phony[1].split()) == sorted(name for name, _ in targets)


# --- the wheel ---

ARTICLE = """---
title: A Wheel Abroad
author: A Traveller
lang: en
---

Far from the checkout, with a note[^n] and a formula $a^2$.

[^n]: At the foot.

## One heading

```python
print("hello")
```
"""


@pytest.mark.slow
def test_the_wheel_builds_an_article_outside_the_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("octavo-*.whl")
    bin_folder = make_environment(tmp_path / "venv", "run")
    python = bin_folder / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True)
    abroad = tmp_path / "abroad"
    abroad.mkdir()
    (abroad / "wheel.md").write_text(ARTICLE, encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("OCTAVO", "PYTHON", "VIRTUAL"))}

    def run(*command: object) -> str:
        ran = subprocess.run(list(map(str, command)), cwd=abroad, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    home = Path(run(python, "-c", "import octavo; print(octavo.__file__)").strip())
    assert home.is_relative_to(tmp_path / "venv")
    assert not (home.parent.parent / "styles").exists()
    run(bin_folder / "octavo", "build", "wheel.md")
    assert sorted(made.name for made in (abroad / "output").glob("w*")) == ["wheel.epub", "wheel.html", "wheel.pdf"]
    assert (abroad / "output/wheel.pdf").read_bytes().startswith(b"%PDF-")
