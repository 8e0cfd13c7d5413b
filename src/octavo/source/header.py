"""The YAML header of a text, octavo.yaml and book.yaml: found, read, validated, and put into metadata and settings.

The list of chapters and the files that keys name are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error, info, warning
from octavo.model.keys import Key
from octavo.model.publication import Metadata
from octavo.model.settings import Settings
from octavo.source import keys, language_guess, unread_keys
from octavo.source.tree import Path, Spot, Tree, parse
from octavo.source.validate import KeyProblem, construct, validate
from octavo.source.value_problem import ValueProblem
from octavo.tools.dates import is_moving, machine_date

# Pandoc's rule: three hyphens, followed at once by a line that is not blank, up to three hyphens or three dots.
_HEADER = re.compile(r"(?:[ \t]*\n)*---[ \t]*\n(?![ \t]*\n)((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_OPENED = re.compile(r"((?:[ \t]*\n)*)---[ \t]*\n(?:#.*\n)*[\w-]+:(?:\s|\Z)")
_USUAL = Settings()
_LIKE_A_KEY = re.compile(r"^[A-Za-z][\w-]*:\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """The validated values of a header or another file of keys, by `Key.attribute`, only those given; and its tree."""

    values: Mapping[str, Any] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)

    @property
    def key_lines(self) -> dict[str, Spot]:
        """The place of each key, and of each member of a list, by dotted name."""
        members = {path: spot for path, spot in self.tree.values.items() if path and isinstance(path[-1], int)}
        return {".".join(map(str, path)): spot for path, spot in {**members, **self.tree.keys}.items()}


@dataclass(frozen=True, slots=True)
class Header:
    """`key_lines` has the place of each key given, and of each member of a list; `body` begins on `body_line`."""

    metadata: Metadata
    settings: Settings
    key_lines: dict[str, Spot]
    body: str
    body_line: int


NOTHING = HeaderValues()


def read(
    text: str, file: str, defaults: HeaderValues = NOTHING, usual: Settings = _USUAL
) -> tuple[Header | None, list[Diagnostic]]:
    """Return the header of a text, completed from `defaults` and `usual`; None if it is not YAML."""
    yaml, body, yaml_line, body_line = split(text)
    if yaml is None and (opened := _OPENED.match(text)):
        return None, [_unclosed(opened, file)]
    said, found = read_keys(yaml, file, yaml_line) if yaml is not None else (NOTHING, [])
    if said is None and found:
        return None, found
    if said is None:  # what looked like a header was text between two rules
        said, body, body_line = NOTHING, text, 1
    metadata, settings, missing = resolve(said, defaults, Place(file, 1, 1), "add lang: en to the header", usual)
    return Header(metadata, settings, said.key_lines, body, body_line), _in_order(found + missing)


def resolve(
    said: HeaderValues, defaults: HeaderValues, place: Place, hint: str, usual: Settings = _USUAL
) -> tuple[Metadata, Settings, list[Diagnostic]]:
    """Return metadata and settings: what is given, else what `defaults` give, else `usual`.

    If no language is given, that is reported at `place`.
    """
    merged = merge(defaults.values, said.values)
    found = []
    if merged.get("lang") is None and ("lang",) not in said.tree.keys:
        found.append(warning("lang.missing", language_guess.report(Metadata().lang), place, hint))
    settings = construct(Settings, merged.get(keys.OCTAVO.name) or {}, usual)
    metadata = construct(Metadata, merged)
    if ("date",) in said.tree.keys:
        found += _date_problems(metadata, Place(place.file, *said.tree.value(("date",))))
    return metadata, settings, found


def _date_problems(metadata: Metadata, place: Place) -> Iterator[Diagnostic]:
    """Report a date that programs cannot read, if there is one."""
    when = metadata.date
    if not isinstance(when, str) or machine_date(when, metadata.lang):
        return
    reason = "is that of the day of the build, which octavo does not put in" if is_moving(when) else "cannot be read"
    message = f"the date '{when}' {reason}: it is shown as you wrote it, and programs get no date"
    yield info("date.unread", message, place, "write it as 2024-05-31, or as May 31, 2024")


@dataclass(frozen=True, slots=True)
class ChapterHeader:
    """What the header of a chapter says. `body` is the text with the lines of the header left blank, if it is legible.

    Other keys are for other tools; `unread` has the place of each that has words.
    """

    body: str | None
    title: str | None = None
    subtitle: str | None = None
    nocite: tuple[str, ...] = ()
    unread: tuple[tuple[str, Place], ...] = ()


_CHAPTER_KEYS = {name: keys.HEADER[name] for name in ("title", "subtitle", "nocite")}
_UNSEEN = ("lang", "language", "bibliography", "csl", "reference-section-title", "keywords", "tags", "url")
"""Keys that mean nothing to readers of a chapter, or only to its own tool."""


def read_chapter_header(text: str, file: str) -> tuple[ChapterHeader, list[Diagnostic]]:
    """Return what the header of a chapter says; no text if the header is broken."""
    yaml, body, yaml_line, body_line = split(text)
    if yaml is None:
        opened = _OPENED.match(text)
        return (ChapterHeader(None), [_unclosed(opened, file)]) if opened else (ChapterHeader(text), [])
    tree, found = parse(yaml, file, yaml_line)
    if tree is None:
        return ChapterHeader(None), found
    if tree.data is not None and not isinstance(tree.data, dict):
        return ChapterHeader(text), []
    valid, problems = validate(tree.data or {}, _CHAPTER_KEYS, is_open=True)
    unseen = unread_keys.find(tree, {*_CHAPTER_KEYS, *_UNSEEN})
    header = ChapterHeader(
        "\n" * (body_line - 1) + body,
        valid.get("title"),
        valid.get("subtitle"),
        tuple(valid.get("nocite") or ()),
        tuple((str(path[0]), Place(file, *spot)) for path, spot in unseen),
    )
    return header, [*found, *(_diagnostic(each, tree, file) for each in problems)]


def split(text: str) -> tuple[str | None, str, int, int]:
    """Return the YAML of the header or None, the text that follows it, and the lines on which the two begin."""
    found = _HEADER.match(text)
    if found is None:
        return None, text, 1, 1
    before = text.count("\n", 0, found.start(1)) + 1
    return found[1], text[found.end() :], before, text.count("\n", 0, found.end()) + 1


def read_keys(yaml: str, file: str, first_line: int = 1) -> tuple[HeaderValues | None, list[Diagnostic]]:
    """Return the values of a header or of octavo.yaml.

    None if the YAML is broken, or, without a diagnostic, if it is no header at all.
    """
    tree, found = parse(yaml, file, first_line)
    if tree is None:
        return None, found
    if tree.data is None:
        return NOTHING, found
    if not isinstance(tree.data, dict):
        return None, [*found, *_not_a_header(yaml, file, first_line)]
    valid, wrong = _validate(tree, file, keys.HEADER, is_open=True)
    ignored = [*unread_keys.report(tree, file, keys.HEADER)]
    others = _of_other_tools(tree, file, {each.place for each in ignored})
    return HeaderValues(valid, tree), _in_order([*found, *_typos(tree, file), *wrong, *ignored, *others])


def read_book_keys(yaml: str, file: str) -> tuple[HeaderValues | None, list[Diagnostic]]:
    """Return the values of book.yaml, without the list of chapters; None if it is broken."""
    tree, found = parse(yaml, file)
    if tree is None:
        return None, found
    if tree.data is None:
        return NOTHING, found
    if not isinstance(tree.data, dict):
        place = Place(file, *tree.value(()))
        wrong = error("header.type", "book.yaml must be keys with values", place, "write title: and chapters:")
        return None, [*found, wrong]
    valid, problems = _validate(tree, file, keys.BOOK, is_open=False)
    return HeaderValues(valid, tree), _in_order(found + problems)


def merge(defaults: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return `said`, completed from the defaults; mappings are merged key by key."""
    merged = {**defaults, **said}
    for name in defaults.keys() & said.keys():
        if isinstance(defaults[name], Mapping) and isinstance(said[name], Mapping):
            merged[name] = merge(defaults[name], said[name])
    return merged


def to_diagnostic(problem: ValueProblem, path: Path, tree: Tree, file: str) -> Diagnostic:
    """Return the diagnostic for a problem with a value, at the place of the value."""
    hint = problem.hint.replace("quotes: ", f"quotes: {path[-1]}: ") if isinstance(path[-1], str) else problem.hint
    return error(problem.rule, f"{_name(path)} {problem.message}", Place(file, *tree.value(path)), hint)


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda one: (one.place.line, one.place.column))


def _unclosed(opened: re.Match[str], file: str) -> Diagnostic:
    place = Place(file, 1 + opened[1].count("\n"), 1)
    hint = "close it with a line of three hyphens (---)"
    return error("yaml.syntax", "the header that begins here has no end", place, hint)


def _not_a_header(yaml: str, file: str, first_line: int) -> Iterator[Diagnostic]:
    found = _LIKE_A_KEY.search(yaml)
    if found:
        place = Place(file, first_line + yaml.count("\n", 0, found.start()), 1)
        yield error("header.type", "the header must be keys with values", place, "put a space after the colon of a key")


def _typos(tree: Tree, file: str) -> Iterator[Diagnostic]:
    given = tree.data if isinstance(tree.data, dict) else {}
    for key in given:
        typo = keys.suggest_typo(key, given)
        if typo:
            yield warning("header.unknown-key", typo[0], Place(file, *tree.key((key,))), typo[1])


def _of_other_tools(tree: Tree, file: str, reported: Collection[Place]) -> Iterator[Diagnostic]:
    """Report keys for other tools, for which octavo has something else; those with the same answer together."""
    data = tree.data if isinstance(tree.data, dict) else {}
    by_hint: dict[str, list[str]] = {}
    for key, meaning in keys.meanings_in(data):
        if Place(file, *tree.key((key,))) not in reported:
            by_hint.setdefault(meaning.hint(data[key]), []).append(key)
    for hint, names in by_hint.items():
        shown = " and ".join(
            [*([", ".join(f"'{name}'" for name in names[:-1])] if names[1:] else []), f"'{names[-1]}'"]
        )
        place = Place(file, *tree.key((names[0],)))
        yield info("header.other-tool", f"octavo does not read {shown}", place, hint)


def _validate(
    tree: Tree, file: str, known: Mapping[str, Key], is_open: bool
) -> tuple[dict[str, Any], list[Diagnostic]]:
    data = tree.data if isinstance(tree.data, dict) else {}
    valid, problems = validate(data, known, is_open)
    return valid, [_diagnostic(each, tree, file) for each in problems]


def _diagnostic(wrong: KeyProblem, tree: Tree, file: str) -> Diagnostic:
    if wrong.problem is not None:
        return to_diagnostic(wrong.problem, wrong.path, tree, file)
    *around, key = wrong.path
    place = Place(file, *tree.key(wrong.path))
    where = f"under {'.'.join(map(str, around))}" if around else "in book.yaml"
    hint = keys.suggest(str(key), around, tree.get(wrong.path))
    return error("header.unknown-key", f"there is no key '{key}' {where}", place, hint)


def _name(path: Path) -> str:
    """Return the key as the author would call it."""
    octavo = keys.OCTAVO.name
    return ".".join(str(part) for part in path if isinstance(part, str) and part != octavo) or octavo
