"""The list of chapters of book.yaml: groups and entries, flattened into the order in which they are read."""

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
    """A chapter or part as listed, not yet looked for. `file` is as written; a part may have none."""

    file: str | None = None
    spot: Spot = (0, 0)
    """Where the file, or else the title of the part, is written."""
    matter: Matter = BODY
    kind: str | None = None
    """None where its file's name has to tell."""
    level: int = 1
    depth: int = 1
    title: str | None = None
    label: str | None = None
    """What the list calls it where nothing else does: neither `title`, nor its file."""
    numbered: bool | None = None
    reader: str | None = None
    holds: bool = False
    """Whether there are chapters under it."""
    lines: tuple[int, int] | None = None
    """The first and the last line of what it is of its file, where that is not all."""
    again: bool = False
    """Whether it may be listed before: then it is passed over."""


_MATTERS = {
    "front": ListedChapter(matter=FRONT, numbered=False),
    "chapters": ListedChapter(),
    "appendices": ListedChapter(matter=BACK, kind="appendix"),
    "back": ListedChapter(matter=BACK, numbered=False),
}
"""What holds for every chapter of a group that does not say otherwise."""


def read(tree: Tree, file: str) -> tuple[list[ListedChapter], list[Diagnostic]]:
    """All that stands under `chapters`, in its order, and what is wrong with it."""
    listing = _Listing(tree, file)
    if isinstance(tree.data, dict):
        for item, path in listing.items(tree.data.get("chapters"), ("chapters",)):
            listing.item(item, path)
    return listing.listed, listing.diagnostics


class _Listing:
    def __init__(self, tree: Tree, file: str) -> None:
        self.tree, self.file = tree, file
        self.listed: list[ListedChapter] = []
        self.diagnostics: list[Diagnostic] = []

    def items(self, value: Any, path: Path) -> list[tuple[Any, Path]]:
        """The members of a list, or the one thing that stands for it."""
        if isinstance(value, list):
            return [(item, (*path, row)) for row, item in enumerate(value)]
        return [] if value is None else [(value, path)]

    def item(self, item: Any, path: Path) -> None:
        """What stands at the top: a group, or an entry of the body."""
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
        if not title:
            self.say("header.type", "a part must have a title", self.tree.key((*path, "part")), "write part: Its title")
        spot = self.tree.value((*path, "file" if file else "part"))
        numbered = self.value(item, "number", path, values.flag)
        self.listed.append(
            ListedChapter(file, spot, kind="part", title=title or None, numbered=numbered, holds=bool(inside))
        )
        for entry, where in inside:
            self.entry(entry, where, replace(_MATTERS["chapters"], level=2))

    def entry(self, item: Any, path: Path, under: ListedChapter) -> None:
        """A chapter, as its path alone or as mapping, and those listed under it."""
        if isinstance(item, str | PlainScalar):
            self.listed.append(replace(under, file=values.word(item), spot=self.tree.value(path)))
        elif isinstance(item, dict):
            self.mapping(item, path, under)
        else:
            message = f"a chapter must be a path or a mapping with file, not {values.kind(item)}"
            self.say("header.type", message.replace("not empty", "and not empty"), self.tree.value(path))

    def mapping(self, item: dict[str, Any], path: Path, under: ListedChapter) -> None:
        group = next((key for key in item if key in keys.GROUPS), None)
        if group:
            hint = "groups stand directly under chapters, each begun with a hyphen of its own"
            self.say("header.type", f"'{group}' cannot stand in a group", self.tree.key((*path, group)), hint)
            return
        self.known(item, path, keys.ENTRY, "file")
        file = self.value(item, "file", path, values.word)
        title, inside = self.value(item, "title", path, values.text), item.get("chapters")
        if not file and not (title and inside and "file" not in item):
            if "file" in item or set(item) & set(keys.ENTRY):
                self.say("header.type", "a chapter must have a file", self.tree.value(path), "write file: its-name.md")
            return
        inside = self.items(item.get("chapters"), (*path, "chapters"))
        numbered = self.value(item, "number", path, values.flag)
        self.listed.append(
            replace(
                under,
                file=file,
                spot=self.tree.value((*path, "file" if file else "title")),
                kind=self.value(item, "kind", path, partial(values.choice, choices=keys.CHAPTER_KINDS)) or under.kind,
                title=title or None,
                label=None if file else title,
                numbered=under.numbered if numbered is None else numbered,
                reader=self.value(item, "reader", path, values.reader),
                holds=bool(inside),
            )
        )
        for entry, where in inside:
            self.entry(entry, where, replace(under, level=under.level + 1, depth=under.depth + 1))

    def value(self, item: dict[str, Any], key: str, path: Path, read: Callable[[Any], T]) -> T | None:
        """The value of a key where it is given, and as it should be."""
        if item.get(key) is None:
            return None
        try:
            return read(item[key])
        except ValueProblem as mistake:
            self.diagnostics.append(to_diagnostic(mistake, (*path, key), self.tree, self.file))
            return None

    def known(self, item: dict[str, Any], path: Path, allowed: tuple[str, ...], what: str) -> None:
        """Report each key that cannot stand where it does."""
        for key, value in item.items():
            spot = self.tree.key((*path, key))
            if key in allowed:
                continue
            if key in (*keys.GROUPS, "chapters"):
                hint = "begin each with a hyphen of its own"
                self.say("header.type", f"'{key}' cannot stand beside '{what}'", spot, hint)
            else:
                message = f"there is no key '{key}' beside '{what}' in the list of chapters"
                self.say("header.unknown-key", message, spot, _meant(key, value, allowed))

    def say(self, rule: str, message: str, spot: Spot, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, Place(self.file, *spot), hint))


def _is_group(item: dict[str, Any]) -> bool:
    return any(key in item for key in keys.GROUPS) or ("chapters" in item and "file" not in item)


def _meant(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    """A hint; other tools write a chapter's title as the key of its path, or its path as the key of its title."""
    for title, file in ((key, value), (value, key)):
        if isinstance(file, str) and file.lower().endswith(".md") and isinstance(title, str):
            return f"write - {{file: {file}, title: {title}}}"
    return did_you_mean(key, (*allowed, *keys.GROUPS), f"the keys are {', '.join(allowed)}")
