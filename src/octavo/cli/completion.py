"""What a shell offers for the values of options. Modules are imported when a shell asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Complete = Callable[[str], Iterable[str]]


def listed(values: Callable[[], Iterable[str]]) -> Complete:
    """Return the completion of an option that takes several values, separated by commas."""

    def complete(incomplete: str) -> Iterator[str]:
        before, comma, last = incomplete.rpartition(",")
        given = before.split(",")
        yield from (f"{before}{comma}{value}" for value in values() if value.startswith(last) and value not in given)

    return complete


def single(values: Callable[[], Iterable[str]]) -> Complete:
    """Return the completion of an option or argument that takes one value."""
    return lambda incomplete: [value for value in values() if value.startswith(incomplete)]


def _formats() -> Iterable[str]:
    from octavo.model.formats import FORMATS

    return FORMATS


def _layouts() -> Iterable[str]:
    from octavo.source import layouts

    return [name for name in layouts.names() if name != "article"]


def _validators() -> Iterable[str]:
    from octavo.model.formats import VALIDATOR_NAMES

    return sorted(VALIDATOR_NAMES)


def _rules() -> Iterable[str]:
    from octavo.check import rules

    names = sorted(rules.every())
    return [*names, *sorted({f"{name.partition('.')[0]}.*" for name in names})]


def _explained() -> Iterable[str]:
    return ["all", *_rules()]


def _templates() -> Iterable[str]:
    from octavo.cli.new import kinds

    return kinds()


formats, layout, validators = listed(_formats), single(_layouts), listed(_validators)
rules, explained, templates = listed(_rules), single(_explained), single(_templates)
