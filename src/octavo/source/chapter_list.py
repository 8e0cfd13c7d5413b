"""The list of chapters in book.yaml: groups and entries, flattened into reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.publication import BACK, BODY, FRONT, Matter
from octavo.source import keys, values
from octavo.source.header import to_diagnostic
from octavo.source.tree import Path, PlainScalar, Spot, Tree
from octavo.source.value_problem import ValueProblem
from octavo.tools.suggest import did_you_mean

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListedChapter:
    """A chapter or part as it is listed. `file` is the path in the list; a part need not have one."""

    file: str | None = None
    spot: Spot = (0, 0)
    """The place of the file, or else of the title of a part."""
    matter: Matter = BODY
    kind: str | None = None
    """None where the name of its file decides."""
    level: int = 1
    depth: int = 1
    title: str | None = None
    label: str | None = None
    """What the list calls it: its title where nothing else is, and its name in contents and running heads."""
    adds_title: bool = False
    """Whether `title` leaves a heading with other words in the text."""
    title_is_label: bool = False
    """Whether a title in the header of its file is only a name for lists, and leaves the file's first heading alone."""
    numbered: bool | None = None
    reader: str | None = None
    holds: bool = False
    """Whether there are chapters below it."""
    lines: tuple[int, int] | None = None
    """The first and last line of a chapter that is only a part of its file."""
    section: int | None = None
    """Which of the sections of its file it is, each of which a heading of the highest level begins; 0 for none."""
    again: bool = False
    """Whether it may have been listed before; then it is skipped."""


_MATTERS = {
    "front": ListedChapter(matter=FRONT, numbered=False),
    "chapters": ListedChapter(),
    "appendices": ListedChapter(matter=BACK, kind="appendix"),
    "back": ListedChapter(matter=BACK, numbered=False),
}
"""The defaults for chapters in each group."""


def read(tree: Tree, file: str) -> tuple[list[ListedChapter], list[Diagnostic]]:
    """Return everything under `chapters` in order, and what is wrong with it."""
    listing = _Listing(tree, file)
    if isinstance(tree.data, dict):
        for item, path in listing.items(tree.data.get("chapters"), ("chapters",)):
            listing.item(item, path)
    return listing.entries, listing.diagnostics


class _Listing:
    def __init__(self, tree: Tree, file: str) -> None:
        self.tree, self.file = tree, file
        self.entries: list[ListedChapter] = []
        self.diagnostics: list[Diagnostic] = []

    def items(self, value: Any, path: Path) -> list[tuple[Any, Path]]:
        """Return the members of a list; any other value is the only one."""
        if isinstance(value, list):
            return [(item, (*path, row)) for row, item in enumerate(value)]
        return [] if value is None else [(value, path)]

    def item(self, item: Any, path: Path) -> None:
        """Read a group, or an entry of the body."""
        if isinstance(item, dict) and _is_group(item):
            self.group(item, path)
        else:
            self.entry(item, path, _MATTERS["chapters"])

    def group(self, item: dict[str, Any], path: Path) -> None:
        heads = [key for key in item if key in keys.GROUPS] or ["chapters"]
        self.known(item, path, keys.PART if heads[0] == "part" else (heads[0],), heads[0])
        if heads[0] == "part":
            self.part(item, path)
            return
        for entry, where in self.items(item[heads[0]], (*path, heads[0])):
            self.entry(entry, where, _MATTERS[heads[0]])

    def part(self, item: dict[str, Any], path: Path) -> None:
        title = self.value(item, "part", path, values.text)
        file = self.value(item, "file", path, values.word)
        inside = self.items(item.get("chapters"), (*path, "chapters"))
        if not title and not file:
            self.report(
                "header.type", "a part must have a title", self.tree.key((*path, "part")), "write part: Its title"
            )
        spot = self.tree.value((*path, "file" if file else "part"))
        numbered = self.value(item, "number", path, values.flag)
        self.entries.append(
            ListedChapter(
                file,
                spot,
                kind="part",
                title=title or None,
                label=self.value(item, "short-title", path, values.text),
                numbered=numbered,
                section=self.value(item, "section", path, values.count) if file else None,
                holds=bool(inside),
            )
        )
        for entry, where in inside:
            self.entry(entry, where, replace(_MATTERS["chapters"], level=2))

    def entry(self, item: Any, path: Path, under: ListedChapter) -> None:
        """Read a chapter, given as a path or a mapping, and those listed below it."""
        if isinstance(item, str | PlainScalar):
            self.entries.append(replace(under, file=values.word(item), spot=self.tree.value(path)))
        elif isinstance(item, dict):
            self.mapping(item, path, under)
        else:
            message = f"a chapter must be a path or a mapping with file, not {values.kind(item)}"
            self.report("header.type", message.replace("not empty", "and not empty"), self.tree.value(path))

    def mapping(self, item: dict[str, Any], path: Path, under: ListedChapter) -> None:
        group = next((key for key in item if key in keys.GROUPS), None)
        if group:
            hint = "put each group directly under chapters, with a hyphen of its own"
            self.report("header.type", f"'{group}' is not allowed in a group", self.tree.key((*path, group)), hint)
            return
        self.known(item, path, keys.ENTRY, "file")
        file = self.value(item, "file", path, values.word)
        title, inside = self.value(item, "title", path, values.text), item.get("chapters")
        if not file and not (title and inside and "file" not in item):
            if "file" in item or set(item) & set(keys.ENTRY):
                self.report(
                    "header.type", "a chapter must have a file", self.tree.value(path), "write file: its-name.md"
                )
            return
        inside = self.items(item.get("chapters"), (*path, "chapters"))
        numbered = self.value(item, "number", path, values.flag)
        self.entries.append(
            replace(
                under,
                file=file,
                spot=self.tree.value((*path, "file" if file else "title")),
                kind=self.value(item, "kind", path, partial(values.choice, choices=keys.CHAPTER_KINDS)) or under.kind,
                title=title or None,
                label=self.value(item, "short-title", path, values.text) if file else title,
                section=self.value(item, "section", path, values.count) if file else None,
                numbered=under.numbered if numbered is None else numbered,
                reader=self.value(item, "reader", path, values.reader),
                holds=bool(inside),
            )
        )
        for entry, where in inside:
            self.entry(entry, where, replace(under, level=under.level + 1, depth=under.depth + 1))

    def value(self, item: dict[str, Any], key: str, path: Path, read: Callable[[Any], T]) -> T | None:
        """Return the value of a key; None where it is missing or invalid."""
        if item.get(key) is None:
            return None
        try:
            return read(item[key])
        except ValueProblem as mistake:
            self.diagnostics.append(to_diagnostic(mistake, (*path, key), self.tree, self.file))
            return None

    def known(self, item: dict[str, Any], path: Path, allowed: tuple[str, ...], what: str) -> None:
        """Report each key that is not allowed here."""
        for key, value in item.items():
            spot = self.tree.key((*path, key))
            if key in allowed:
                continue
            if key in (*keys.GROUPS, "chapters"):
                hint = "give each a hyphen of its own"
                self.report("header.type", f"'{key}' is not allowed next to '{what}'", spot, hint)
            else:
                message = f"unknown key '{key}' next to '{what}' in the list of chapters"
                self.report("header.unknown-key", message, spot, _meant(key, value, allowed))

    def report(self, rule: str, message: str, spot: Spot, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, Place(self.file, *spot), hint))


def _is_group(item: dict[str, Any]) -> bool:
    return any(key in item for key in keys.GROUPS) or ("chapters" in item and "file" not in item)


def _meant(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Return a hint. Other tools write the title of a chapter as the key of its path, or the other way round."""
    for title, file in ((key, value), (value, key)):
        if isinstance(file, str) and file.lower().endswith(".md") and isinstance(title, str):
            return f"write - {{file: {file}, title: {title}}}"
    return did_you_mean(key, (*allowed, *keys.GROUPS), f"the keys are {', '.join(allowed)}")
