"""What servers on the web have answered lately, so that they are not asked again for some days."""

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
"""Seconds for which it is believed that something is there, or that it is not."""
_KEY = "external"


class AnswerCache:
    """The answers kept in a store; without `use`, everything is asked anew."""

    def __init__(self, store: Store, use: bool = True) -> None:
        self._store, self._use = store, use

    def ask(self, addresses: Iterable[str], step: Callable[[int, int, float | None], None]) -> dict[str, Answer]:
        """The answer for each address. Where the network failed, nothing is kept."""
        wanted = list(addresses)
        kept: dict[str, Any] = self._store.get(_KEY) or {}
        known = {each: web.from_plain(kept[each]) for each in wanted if self._use and self._holds(kept.get(each))}
        asked = [each for each in wanted if each not in known]
        try:
            for address, answer in web.ask_all(asked, lambda done, total: step(done, total, None)):
                known[address] = answer
                if answer.status:
                    kept[address] = {**asdict(answer), "when": time.time()}
        finally:  # a Ctrl-C too: what has been answered need not be asked again
            if asked:
                self._store.put({each: answer for each, answer in kept.items() if self._holds(answer)}, _KEY)
        return {each: known[each] for each in wanted if each in known}

    @staticmethod
    def _holds(kept: Any) -> bool:
        """Whether what is kept may still be believed."""
        try:
            age = time.time() - float(kept["when"])
            return 0 <= age < (ALIVE if int(kept["status"]) < 400 else DEAD)
        except (KeyError, TypeError, ValueError):
            return False
