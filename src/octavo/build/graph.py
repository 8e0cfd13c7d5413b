"""The products of a build, what each needs, and the loop that makes each as soon as what it needs is made.

The products themselves are in `products.py`, where they are made in `schedule.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from octavo.build.schedule import Lane
from octavo.build.state import Build


def _always(_build: Build) -> bool:
    return True


def _nothing(_build: Build, _result: Any) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that a build makes."""

    name: str
    needs: tuple[str, ...] = ()
    """What has to be made first. What is not wanted counts as made."""
    make: Callable[[Build], Callable[[], Any]]
    """Returns the call that makes it; for a worker, the call is pickled."""
    keep: Callable[[Build, Any], None] = _nothing
    """Puts the result into the build, always in the calling thread."""
    is_wanted: Callable[[Build], bool] = _always
    """Asked when everything needed is made."""
    lane: Lane = Lane.HERE
    label: str = ""
    """What the observer sees while it is made or waited for."""
    format: str | None = None
    """The format, where it is an edition."""
    is_optional: bool = False
    """Whether it only saves time: it is waited for only by products that need it, and its errors are ignored."""


DELIVERED = "placed"
"""The one thing that is not made by itself: print delivers it while it is being made."""


def make_all(products: Sequence[Product], build: Build) -> None:
    """Make the products, which are in an order in which they could be made one after the other.

    Whatever is made in another lane begins as soon as what it needs is made.
    """
    graph = _Graph(products, build)
    for product in products:
        graph.start_others()
        graph.finish(product)


class _Graph:
    def __init__(self, products: Sequence[Product], build: Build) -> None:
        self._products, self._build = products, build
        self._made: set[str] = set()
        build.crew.deliver = self._deliver

    def start_others(self) -> None:
        """Start all products of other lanes that can be made now."""
        for each in self._products:
            is_begun = each.name in self._made or each.name in self._build.running
            if each.lane is Lane.HERE or is_begun or not self._made.issuperset(each.needs):
                continue
            if each.is_wanted(self._build):
                self._build.running[each.name] = self._build.crew.start(each.lane, each.make(self._build))
            else:
                self._made.add(each.name)

    def finish(self, product: Product) -> None:
        """Make a product, or wait for it, and keep it."""
        build = self._build
        if product.name in self._made or product.is_optional:
            return
        is_running = product.name in build.running
        if is_running or product.is_wanted(build):
            if product.label:
                build.request.observer.stage(f"{build.found.name}: {product.label}")
            self._wait_for_optional(product)
            with build.reporting_lost_jobs(product.format):
                call = build.running[product.name] if is_running else product.make(build)
                product.keep(build, call())
        self._made.add(product.name)

    def _wait_for_optional(self, product: Product) -> None:
        for each in self._products:
            if each.is_optional and each.name in product.needs and each.name in self._build.running:
                with suppress(Exception):
                    self._build.running[each.name]()

    def _deliver(self, value: Any) -> None:
        self._build.placed = value
        self._made.add(DELIVERED)
        self.start_others()
