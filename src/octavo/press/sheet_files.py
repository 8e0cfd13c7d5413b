"""Style sheets in the publication's folder: read through the sandbox, parsed, problems reported at their lines."""

from __future__ import annotations

from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.press import cssom
from octavo.tools import sandbox

LIMIT = 1_000_000
"""Bytes of one style sheet."""


def read(name: str, root: Path, place: Place) -> str | Diagnostic:
    """Return the text of a style sheet in the folder `root`, or what is wrong with it, reported at `place`."""
    match sandbox.fetch(root, name, LIMIT):
        case sandbox.LocalFile(path):
            data = sandbox.read_bytes(path, LIMIT)
        case sandbox.MissingFile(_, near):
            hint = f"did you mean '{near}'?" if near else "give its path relative to the publication's folder"
            return error("css.missing", f"the style sheet '{name}' does not exist", place, hint)
        case sandbox.FileTooBig():
            return error("css.too-large", f"'{name}' is larger than 1 MB", place, "keep only style in it")
        case _:
            return error("css.outside", f"'{name}' is not a file in the publication's folder", place, "copy it there")
    try:
        return data.decode("utf-8-sig") if isinstance(data, bytes) else ""
    except UnicodeDecodeError as problem:
        return error("css.encoding", f"'{name}' is not UTF-8 (byte {problem.start})", place, "save it as UTF-8")


def parse(css: str, file: Path) -> tuple[cssom.Rules, tuple[Diagnostic, ...]]:
    """Return the rules of a sheet without those that reach outside the publication, and what is wrong with it."""
    parsed = cssom.parse(css, foreign=True)
    name = sandbox.display_path(file, Path.cwd())
    problems = (
        error(each.rule, each.message, Place(name, each.line, each.column), each.hint) for each in parsed.problems
    )
    return parsed.rules, tuple(problems)


def load(names: tuple[str, ...], root: Path, place: Place) -> tuple[cssom.Rules, tuple[Diagnostic, ...]]:
    """Return the rules of all sheets that the author names, in their order, and what is wrong with them."""
    rules: cssom.Rules = ()
    found: list[Diagnostic] = []
    for name in names:
        text = read(name, root, place)
        if isinstance(text, Diagnostic):
            found.append(text)
            continue
        more, problems = parse(text, root / name)
        rules += more
        found += problems
    return rules, tuple(found)
