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
        for each in requirements:
            print("\n".join(_lines(each, terminal.has_colour(sys.stdout))))
        fixes = dict.fromkeys(each.fix for each in requirements if not each.found and each.fix)
        if fixes:
            print("\nTo install what is missing:")
            for fix in fixes:
                print(f"  {fix}")
    return 3 if any(each.essential and each.found is None for each in requirements) else 0


def _lines(each: Requirement, is_tinted: bool) -> Iterator[str]:
    if each.found:
        yield f"has   {each.name} {each.found}, for {each.needed_for}"
        return
    mark = "\033[1;31mlacks\033[0m" if is_tinted else "lacks"
    yield f"{mark} {each.name}, for {each.needed_for}{'' if each.essential else ' (optional)'}"
    if each.reason:
        yield f"      {each.reason}"


def _validators() -> Iterator[Requirement]:
    """Yield the outside validators, each with what it says of itself: whether it can run here."""
    for each in validators.VALIDATORS:
        there = each.find()
        needed_for = f"octavo check, {' and '.join(format.label for format in each.formats)}"
        if isinstance(there, validators.Unavailable):
            yield Requirement(each.name, needed_for, None, there.fix, essential=False, reason=there.reason)
        else:
            yield Requirement(each.name, needed_for, there.version, "", essential=False)
