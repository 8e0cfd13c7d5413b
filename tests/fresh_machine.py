"""A machine on which octavo has yet to be set up: a checkout, a home and a path of its own, and no network.

The Python packages come from the environment of the tests, which was installed from the same pins: nothing is
downloaded, and pip finds that all its requirements are met.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from workshop import SRC

ROOT = SRC.parent
_PARTS = ("src", "styles", "tools", "requirements", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def copy_checkout(folder: Path) -> Path:
    """Copy what is needed to install octavo, as a clone has it."""
    for name in _PARTS:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def pinned(lock: str) -> list[str]:
    return re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE)


def make_environment(folder: Path, *locks: str, pip: bool = False) -> Path:
    """Make a virtual environment with the packages that the lock files name, and return its folder of programs."""
    subprocess.run([sys.executable, "-m", "venv", *([] if pip else ["--without-pip"]), folder], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    for name in dict.fromkeys(name for lock in locks for name in pinned(lock)):
        try:
            files = metadata.distribution(name).files or []
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        for file in files:
            link = site.joinpath(*file.parts)
            if file.parts[0] != ".." and "__pycache__" not in file.parts and not link.exists():
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(str(file.locate()))
    return folder / "bin"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where scripts of a service for continuous integration run."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, checkout: str) -> Machine:
        """Make a machine with octavo's checkout at a path below its folder, and the packages in its environment."""
        own = copy_checkout(folder / checkout)
        make_environment(own / ".venv", "run", "build", pip=True)
        for name in ("home", "bin"):
            (folder / name).mkdir()
        (folder / "bin/python").symlink_to(sys.executable)
        return cls(folder)

    def run(self, script: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script as the services do: stop at the first command that fails."""
        own = {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.folder / 'bin'}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "LANG": "C.UTF-8",
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=cwd, env={**own, **(env or {})}, capture_output=True, encoding="utf-8", check=False
        )
