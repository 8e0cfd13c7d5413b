"""axe-core in Chromium: can everyone use the page, on a phone and on a desk, by day and by night?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from octavo.check.validators.finding import Finding, Found, Missing
from octavo.tools import machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "axe"
FORMATS = ("html", "site")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SEVERE = ("critical", "serious")
_TIMEOUT = 120_000
_MOST = 12
"""Pages of a site that are looked at, spread over it: they are all made alike, and each is seen four times."""
_SIDEWAYS = """() => {
  const wide = document.scrollingElement.scrollWidth, room = document.documentElement.clientWidth;
  if (wide <= room + 1) return null;
  const out = [...document.body.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > room + 1);
  const first = out.find(each => !out.some(other => other !== each && each.contains(other))) ?? document.body;
  return [wide, room, (first.textContent || first.getAttribute('alt') || '').trim().slice(0, 60), first.localName];
}"""
"""What makes a page wider than the window, if something does: WCAG 1.4.10."""
_CHROMIUM = (
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip


def find() -> Found | Missing:
    """axe-core's version."""
    version = machine.npm_version("axe-core")
    if version is None or _script() is None:
        return Missing("the npm package 'axe-core' is not installed", machine.NPM_MEND)
    if machine.package_version("playwright") is None:
        return Missing("the Python package 'playwright' is not installed", machine.PIP_MEND)
    if machine.chromium() is None:
        return Missing("neither Chromium nor Chrome is installed", "set OCTAVO_CHROMIUM where it has an unusual place")
    return Found(version)


def run(paths: Sequence[Path]) -> list[Finding]:
    """Every violation at every width and in both colour schemes, told once with the views that show it."""
    from playwright.sync_api import sync_playwright

    arguments = [*_CHROMIUM, "--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [*_CHROMIUM]
    try:
        with sync_playwright() as playwright:
            findings = []
            for path in _spread(paths):  # a browser that breaks down over one page is no matter to the next
                browser = playwright.chromium.launch(executable_path=machine.chromium(), args=arguments)
                findings += _verdict(browser, path)
                browser.close()
            return findings
    except Exception as failure:  # Playwright has no name for a browser or a driver that does not start
        return [_gave_up(path, failure) for path in paths]


def _spread(paths: Sequence[Path]) -> Sequence[Path]:
    return paths if len(paths) <= _MOST else [paths[at * len(paths) // _MOST] for at in range(_MOST)]


def _verdict(browser: Browser, path: Path) -> list[Finding]:
    from playwright.sync_api import Error

    try:
        return _check(browser, path)
    except Error as failure:
        return [_gave_up(path, failure)]


def _gave_up(path: Path, failure: Exception) -> Finding:
    return Finding(path, "error", "gave-up", f"axe ended without a verdict: {str(failure)[:600]}")


def _script() -> Path | None:
    return machine.npm_file("axe-core", "axe.min.js")


def _check(browser: Browser, path: Path) -> list[Finding]:
    views: dict[Finding, list[str]] = {}
    for width in WIDTHS:
        for scheme in SCHEMES:
            for finding in _look(browser, path, width, scheme):
                views.setdefault(finding, []).append(f"{width} px {scheme}")
    everywhere = len(WIDTHS) * len(SCHEMES)
    return [
        found if len(seen) == everywhere else _placed(found, f"{found.location} ({', '.join(seen)})")
        for found, seen in views.items()
    ]


def _placed(finding: Finding, location: str) -> Finding:
    return Finding(finding.path, finding.severity, finding.id, finding.message, location)


def _look(browser: Browser, path: Path, width: int, scheme: Literal["light", "dark"]) -> Iterator[Finding]:
    """What axe sees in one view. The page is offline: what a finished page needs is in it."""
    script = _script()
    assert script is not None, "find() is asked first"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, bypass_csp=True
    )
    context.set_default_timeout(_TIMEOUT)
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        sideways = page.evaluate(_SIDEWAYS)
        page.add_script_tag(path=script)
        violations = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)",
            TAGS,
        )
    finally:
        context.close()
    if sideways is not None:
        wide, room, words, name = sideways
        said = (
            f"the page is {wide} pixels wide in a window of {room}, and scrolls sideways: '{words or name}' is too wide"
        )
        yield Finding(path, "warning", "html.scrolls-sideways", said)
    for violation in violations:
        for node in violation["nodes"]:
            yield _finding(path, violation, node)


def _finding(path: Path, violation: dict[str, Any], node: dict[str, Any]) -> Finding:
    return Finding(
        path,
        "error" if violation["impact"] in SEVERE else "warning",
        violation["id"],
        f"{violation['help']}: {' '.join(node['failureSummary'].split())}",
        " ".join(str(step) for step in node["target"]),
    )
