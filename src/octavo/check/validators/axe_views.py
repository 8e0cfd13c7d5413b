"""The program that runs axe-core on pages in Chromium. It is a program so that it can be stopped: a page may hang.

usage: axe_views.py TASK, where TASK is JSON: {"chromium": PATH, "script": PATH, "tags": […], "views": [[360, "light"]],
"pages": [PATH, …]}. Prints a line of JSON for each page: for each view, a list of what axe calls violations, including
what makes the page scroll sideways; or {"failure": "…"}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

_TIMEOUT = 120_000
_CHROMIUM = (
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"

_SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth + 1;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > width);
  const one = wide.find(each => !wide.some(other => other !== each && each.contains(other))) ?? document.body;
  const path = each => each.id ? '#' + CSS.escape(each.id) : each === document.body ? 'body' :
    path(each.parentElement) + ' > :nth-child(' + ([...each.parentElement.children].indexOf(each) + 1) + ')';
  const words = (one.textContent || one.getAttribute('alt') || one.localName).trim().slice(0, 60);
  return [{id: 'html.scrolls-sideways', impact: 'moderate', help: 'the page scrolls sideways',
           nodes: [{failureSummary: `'${words}' is too wide`, target: [path(one)]}]}];
}"""
"""Reports what makes a page wider than the window, in the form of axe, which has no rule for WCAG 1.4.10."""


def main(task: dict[str, Any]) -> None:
    """Check every page in a browser of its own, so that a crash on one page does not affect the next."""
    arguments = [*_CHROMIUM, "--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [*_CHROMIUM]
    with sync_playwright() as playwright:
        for page in task["pages"]:
            try:
                browser = playwright.chromium.launch(executable_path=task["chromium"], args=arguments)
                verdict: Any = [*_views(browser, Path(page), task)]
                browser.close()
            except Error as failure:
                verdict = {"failure": str(failure)[:600]}
            sys.stdout.write(json.dumps(verdict) + "\n")
            sys.stdout.flush()


def _views(browser: Browser, path: Path, task: dict[str, Any]) -> Iterator[Any]:
    """Return what axe finds in each view. The browser is offline: a finished page contains all that it needs."""
    for width, scheme in task["views"]:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, bypass_csp=True
        )
        context.set_default_timeout(_TIMEOUT)
        page = context.new_page()
        page.goto(path.as_uri())
        sideways = page.evaluate(_SIDEWAYS)
        page.add_script_tag(path=task["script"])
        yield sideways + page.evaluate(_AXE, task["tags"])
        context.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
