"""Looks at pages with axe-core in Chromium, as a program of its own, which can be stopped: a page may never answer.

usage: axe_views.py TASK, where TASK is JSON: {"chromium": PATH, "script": PATH, "tags": […], "views": [[360, "light"]],
"pages": [PATH, …]}. Prints a line of JSON for each page: what axe calls violations, for each view; or {"failure": "…"}.
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


def main(task: dict[str, Any]) -> None:
    """Look at every page, in a browser of its own: one that breaks down over one page is no matter to the next."""
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
    """What axe sees in each view. The page is offline: what a finished page needs is in it."""
    for width, scheme in task["views"]:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, bypass_csp=True
        )
        context.set_default_timeout(_TIMEOUT)
        page = context.new_page()
        page.goto(path.as_uri())
        page.add_script_tag(path=task["script"])
        yield page.evaluate(_AXE, task["tags"])
        context.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
