"""Recent answers of web servers, so that they are not asked again for some days."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from octavo.cache.store import Store
from octavo.tools import web
from octavo.tools.web import Answer

_DAY = 24 * 60 * 60
ALIVE, DEAD = 7 * _DAY, _DAY
"""Seconds for which an answer is believed, by whether it was good."""
_KEY = "external"


class AnswerCache:
    """Answers kept in a store; without `use`, every server is asked again."""

    def __init__(self, store: Store, use: bool = True) -> None:
        self._store, self._use = store, use

    def ask(self, urls: Iterable[str], progress: Callable[[int, int, float | None], None]) -> dict[str, Answer]:
        """Return the answer for each URL. Failures of the network are not kept.

        `progress` is called as an observer's.
        """
        wanted = list(urls)
        kept: dict[str, Any] = self._store.get(_KEY) or {}
        known = {each: web.from_plain(kept[each]) for each in wanted if self._use and self._is_recent(kept.get(each))}
        asked = [each for each in wanted if each not in known]
        try:
            for url, answer in web.ask_all(asked, lambda done, total: progress(done, total, None)):
                known[url] = answer
                if answer.status:
                    kept[url] = {**asdict(answer), "when": time.time()}
        finally:  # after a Ctrl-C, too: what was answered need not be asked again
            if asked:
                self._store.put({each: answer for each, answer in kept.items() if self._is_recent(answer)}, _KEY)
        return {each: known[each] for each in wanted if each in known}

    @staticmethod
    def _is_recent(kept: Any) -> bool:
        """Return whether an answer can still be believed."""
        try:
            age = time.time() - float(kept["when"])
            return 0 <= age < (ALIVE if int(kept["status"]) < 400 else DEAD)
        except (KeyError, TypeError, ValueError):
            return False
