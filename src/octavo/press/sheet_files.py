"""Style sheets in the publication's folder, with the fonts and pictures that they name.

All of them are read through the sandbox; problems are reported at their lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.press import cssom, own_fonts
from octavo.press.cssom import CssRule, Rules
from octavo.press.fonts import Face
from octavo.tools import sandbox

LIMIT = 1_000_000
"""Bytes of one style sheet."""
_PICTURE_LIMIT = 20_000_000
"""Bytes of one picture."""
PICTURE_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
}  # fmt: skip
"""The pictures that all editions can show, by the suffixes of their files."""
SCHEME = "sheet:"
"""What the URLs of pictures begin with, until a press puts those of its edition in their place."""


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture that a style sheet shows; `name` is unique in the publication."""

    name: str
    media_type: str
    file: Path

    @property
    def url(self) -> str:
        """Return its URL in the rules of a sheet."""
        return SCHEME + self.name

    def read(self) -> bytes:
        """Return its bytes. Raises `OSError` if it cannot be read."""
        data = sandbox.read_bytes(self.file, _PICTURE_LIMIT)
        if not isinstance(data, bytes):
            raise OSError(f"{self.file} is too large")
        return data


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What the style sheets of an author bring."""

    rules: Rules = ()
    faces: tuple[Face, ...] = ()
    pictures: tuple[SheetPicture, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    described: tuple[str, ...] = ()
    """The families that it describes, even if their fonts cannot be used."""

    def __add__(self, other: OwnSheet) -> OwnSheet:
        return OwnSheet(
            self.rules + other.rules,
            self.faces + other.faces,
            tuple(dict.fromkeys(self.pictures + other.pictures)),
            self.problems + other.problems,
            self.described + other.described,
        )


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


def parse(css: str, file: Path, root: Path, shipped: Container[str] = ()) -> OwnSheet:
    """Return what a sheet brings, without what reaches outside the folder `root`, and what is wrong with it.

    `@font-face` rules whose `src` is one of the fonts `shipped` with octavo are left out.
    """
    name = sandbox.display_path(file, Path.cwd())
    finder = _Finder(root, _folder(file, root))
    parsed = cssom.parse(css, name, finder.take)
    found = [
        error(each.rule, each.message, Place(name, each.line, each.column), each.hint)
        for each in (*unclosed(css), *parsed.problems)
    ]
    weights = own_fonts.weights(parsed.rules)
    faces: list[Face] = []
    for each in _font_faces(parsed.rules):
        if any(cssom.url_of(token) in shipped for said in each.content or () if isinstance(said, cssom.Declaration)
               for token in said.value):  # fmt: skip
            continue
        made = own_fonts.faces(each, root, finder.base, weights)
        if isinstance(made, own_fonts.FontProblem):
            where = each.origin or cssom.Origin(name, 1, 1)
            found.append(error(made.rule, made.message, Place(name, made.line or where.line, where.column), made.hint))
        else:
            faces += made
    described = tuple(map(own_fonts.family, _font_faces(parsed.rules)))
    return OwnSheet(_without_faces(parsed.rules), tuple(faces), tuple(finder.pictures), tuple(found), described)


def load(names: tuple[str, ...], root: Path, place: Place) -> OwnSheet:
    """Return what all sheets bring that the author names, in their order, and what is wrong with them."""
    found = OwnSheet()
    for name in names:
        text = read(name, root, place)
        found += OwnSheet(problems=(text,)) if isinstance(text, Diagnostic) else parse(text, root / name, root)
    return found


def inputs(names: tuple[str, ...], root: Path) -> Iterator[Path]:
    """Yield the files that the author's sheets name, and that editions are made of."""
    sheet = load(names, root, Place(""))
    yield from {each.source: None for each in sheet.faces if isinstance(each.source, Path)}
    yield from (each.file for each in sheet.pictures)


@dataclass(slots=True)
class _Finder:
    """Finds the files that a sheet in the folder `base` names."""

    root: Path
    base: str
    pictures: list[SheetPicture] = field(default_factory=list)

    def take(self, url: str) -> str | tuple[str, str, str]:
        """Return the URL of a picture in the rules; or a rule, a message and a hint where it cannot be shown."""
        if url.startswith("data:"):
            return url
        kinds = ", ".join(PICTURE_TYPES)
        match sandbox.fetch(self.root, url, _PICTURE_LIMIT, self.base):
            case sandbox.LocalFile(path):
                kind = PICTURE_TYPES.get(path.suffix.lower()[1:])
                if kind is None:
                    return "css.url", f"'{url}' is not a picture that every edition can show", f"use {kinds}"
                data = sandbox.read_bytes(path, _PICTURE_LIMIT)
                digest = hashlib.sha256(data if isinstance(data, bytes) else b"").hexdigest()[:8]
                stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem)[:40]
                made = SheetPicture(f"{stem}-{digest}{path.suffix.lower()}", kind, path)
                self.pictures.append(made)
                return made.url
            case problem:
                return own_fonts.missing(url, problem)


def _folder(file: Path, root: Path) -> str:
    try:
        return PurePosixPath(file.relative_to(root).as_posix()).parent.as_posix()
    except ValueError:
        return "."


def _font_faces(rules: Sequence[object]) -> Iterator[CssRule]:
    for rule in rules:
        if isinstance(rule, CssRule):
            if rule.keyword == "font-face":
                yield rule
            yield from _font_faces(rule.content or ())


def _without_faces(rules: Rules) -> Rules:
    kept = (rule for rule in rules if rule.keyword != "font-face")
    return tuple(
        replace(rule, content=tuple(each for each in rule.content if not _is_face(each))) if rule.content else rule
        for rule in kept
    )


def _is_face(each: object) -> bool:
    return isinstance(each, CssRule) and each.keyword == "font-face"


_LEXEME = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|(?P<unended>\Z)))|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|
    (?P<url>url\(\s*[^"'()\s]*\s*\))|(?P<escape>\\.)|(?P<open>[{(\[])|(?P<close>[})\]])""",
    re.DOTALL | re.VERBOSE,
)
_PAIRS = {"{": "}", "(": ")", "[": "]"}


def unclosed(css: str) -> Iterator[cssom.SheetProblem]:
    """Yield the first block or comment of a sheet that is never closed: whatever follows is then part of it."""
    waiting: list[tuple[str, int]] = []
    for each in _LEXEME.finditer(css):
        if each["unended"] is not None:
            yield _never_closed(css, each.start(), "the comment", "*/")
            return
        if each["open"]:
            waiting.append((each["open"], each.start()))
        elif each["close"]:
            while waiting and _PAIRS[waiting[-1][0]] != each["close"] and each["close"] == "}":
                if waiting[-1][0] == "{":
                    break
                waiting.pop()
            if waiting and _PAIRS[waiting[-1][0]] == each["close"]:
                waiting.pop()
    blocks = [at for sign, at in waiting if sign == "{"]
    if blocks:
        yield _never_closed(css, blocks[0], "the block", "}")


def _never_closed(css: str, at: int, what: str, sign: str) -> cssom.SheetProblem:
    before = css[:at]
    line, column = before.count("\n") + 1, at - before.rfind("\n")
    return cssom.SheetProblem(
        "css.unclosed", f"{what} that begins here is never closed", line, column, f"write '{sign}' where it ends"
    )
