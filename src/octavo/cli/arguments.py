"""The values of options that take several names, as data. Each function raises `UsageError` for an unknown name."""

from __future__ import annotations

import re
from typing import Any

from octavo.model.diagnostic import Severity
from octavo.model.errors import UsageError
from octavo.model.formats import FORMATS, Format


def parse_formats(given: list[str] | None) -> tuple[Format, ...] | None:
    """Return the formats that `--to` names, or None where it names none."""
    names = _names(given)
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"there is no format '{name}'", f"the formats are {', '.join(FORMATS)}")
    return tuple(each for each in FORMATS if each in names) or None


def parse_validators(given: list[str] | None) -> tuple[str, ...]:
    """Return the validators that `--require` names."""
    names = _names(given)
    if names:
        from octavo.check.validators import VALIDATORS
        from octavo.tools.suggest import did_you_mean

        known = sorted(each.name for each in VALIDATORS)
        for name in names:
            if name not in known:
                hint = did_you_mean(name, known, f"the validators are {', '.join(known)}")
                raise UsageError(f"there is no validator '{name}'", hint)
    return names


def parse_rules(
    wanted: list[str], ignored: list[str], checking: bool, trusted: bool = True
) -> tuple[tuple[str, Severity | None], ...]:
    """Return the severities that `--rule` and `--ignore` set; a later entry overrides an earlier one.

    Families come before single rules, and what is ignored comes last of each. Also raises `UsageError` for a rule that
    only `octavo check` applies, unless `checking`. Rules of other packages are known if the texts are `trusted`.
    """
    if not wanted and not ignored:
        return ()
    from octavo.check import rules

    single: list[tuple[str, Severity | None]] = []
    families: list[tuple[str, Severity | None]] = []
    for each in _split(wanted):
        name, _, severity = (part.strip() for part in each.partition("="))
        _require_rule(name, trusted)
        if severity and severity not in (*Severity, "off"):
            raise UsageError(f"there is no severity '{severity}'", f"the severities are {', '.join(Severity)} and off")
        meant = rules.select(name, trusted)
        if not checking and not any(rule.on_every_build for rule in meant):
            raise UsageError(f"'octavo build' does not apply the rule '{name}'", "use 'octavo check'")
        set_to: list[tuple[str, Severity | None]] = [(rule.id, rule.severity) for rule in meant]
        if severity:
            set_to = [(name, None if severity == "off" else Severity(severity))]
        (families if name.endswith(".*") else single).extend(set_to)
    for name in _split(ignored):
        _require_rule(name, trusted)
        (families if name.endswith(".*") else single).append((name, None))
    return (*families, *single)


def _require_rule(name: str, trusted: bool) -> None:
    from octavo.check import rules

    if not rules.is_known(name, trusted):
        near = rules.suggest(name, trusted)
        hint = f"did you mean '{near[0]}'?" if near else "'octavo check --explain all' lists them"
        raise UsageError(f"there is no rule '{name}'", hint)


def _names(given: list[str] | None) -> tuple[str, ...]:
    """Return names that are always in lower case, each once."""
    return tuple(dict.fromkeys(part.lower() for part in _split(given)))


def _split(given: list[str] | None) -> list[str]:
    """Return the values of an option that can be repeated and takes several, separated by commas."""
    return [part.strip() for each in given or () for part in each.split(",") if part.strip()]


_ELSEWHERE = {
    "--format": "--to", "--formats": "--to", "-f": "--to", "--out": "--output", "--output-dir": "--output",
    "--outdir": "--output", "--dest": "--output", "--title": "--name", "--threads": "--jobs", "--clean": "--no-cache",
    "--force": "--no-cache", "--fail-on-warnings": "--strict", "--warnings-as-errors": "--strict",
    "--silent": "--quiet", "--check-links": "--external", "--links": "--external", "--lang": "lang: in the header",
    "--toc": "toc: in the header", "--css": "octavo: {css: …} in the header",
    "--theme": "octavo: {theme: …} in the header", "--debug": "--verbose",
}  # fmt: skip
"""Options of other tools, and what octavo has."""


def explain_wrong_option(wrong: Any) -> None:
    """Say it in octavo's words, where Typer's are those of a library: change the message of its exception."""
    option = getattr(wrong, "option_name", None)
    if option is not None and hasattr(wrong, "possibilities"):
        if option in _ELSEWHERE:
            wrong.possibilities = []
            wrong.message = f"No such option: {option} — octavo has {_ELSEWHERE[option]}"
        return
    message = str(getattr(wrong, "message", ""))
    message = re.sub("^Value error, ", "", message)
    message = re.sub(r"^Input should be greater than or equal to (\S+)", r"it must be \1 or more", message)
    message = re.sub(r"^Input should be a valid integer.*", "it must be a whole number", message)
    if message and message != getattr(wrong, "message", ""):
        wrong.message = message
