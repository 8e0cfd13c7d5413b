"""`octavo doctor`: what this machine has and lacks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict

from octavo.check import validators
from octavo.report import document, terminal
from octavo.tools import machine
from octavo.tools.machine import Requirement


def show_requirements(as_json: bool) -> int:
    """Show what is installed, and return the exit status: 3 where something is missing that a build needs."""
    requirements = (*machine.requirements(), *_validators())
    if as_json:
        print(document.to_json([asdict(each) for each in requirements]), end="")
    else:
        tinted = terminal.has_colour(sys.stdout)
        for each in requirements:
            mark = "has" if each.found else "lacks"
            shown = f"\033[1;31m{mark}\033[0m" if tinted and not each.found else mark
            print(f"{shown:5} {each.name} {each.found or ''}".rstrip() + f", for {each.needed_for}")
            if not each.found:
                for line in filter(None, (each.reason, each.fix)):
                    print(f"      {line}")
    return 3 if any(each.essential and each.found is None for each in requirements) else 0


def _validators() -> Iterator[Requirement]:
    """Yield the outside validators, each with what it says of itself: whether it can run here."""
    for each in validators.VALIDATORS:
        there = each.find()
        needed_for = f"octavo check, {' and '.join(format.label for format in each.formats)}"
        if isinstance(there, validators.Unavailable):
            yield Requirement(each.name, needed_for, None, there.fix, essential=False, reason=there.reason)
        else:
            yield Requirement(each.name, needed_for, there.version, "", essential=False)
