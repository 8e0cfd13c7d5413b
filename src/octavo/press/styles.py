"""The style sheet of a medium: tokens, what all media share, the medium's own, the theme, and what the author adds.

Leaves the parsing and resolving of CSS to `cssom.py` and the cutting of faces to `fonts.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.galley import Manuscript
from octavo.model.publication import Publication
from octavo.model.settings import Settings
from octavo.press import cssom, fonts, scripts
from octavo.press import styles_home as home
from octavo.press.fonts import Face, Stacks
from octavo.press.paper import Paper, paper
from octavo.tools import machine, sandbox
from octavo.tools.suggest import did_you_mean

MEDIA = ("print", "screen", "reader")
DEFAULT_THEME = "literary"
_LIMIT = 1_000_000
"""Bytes of one of the author's style sheets."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """All the style of an edition, but for its `@font-face` rules: a press adds those for the faces that it needs.

    `colours` are the tokens that are colours, by day; `authored` is whether the author has added to the sheet.
    """

    css: str
    faces: tuple[Face, ...]
    stacks: Stacks
    tokens: dict[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()
    authored: bool = False
    rules: cssom.Rules = ()
    """The same as `css`, for who has to take it apart; the last of them, `added`, are the author's."""
    added: cssom.Rules = ()
    paper: Paper | None = None
    """The page, where the medium is print."""


def theme_names() -> tuple[str, ...]:
    """The themes that there are."""
    return tuple(sorted(folder.name for folder in (home() / "themes").iterdir() if (folder / "tokens.css").is_file()))


def for_publication(medium: str, publication: Publication, manuscript: Manuscript | None = None) -> StyleSheet:
    """The sheet of a publication, what is wrong with it told at its place in the header."""
    needs = scripts.needs(manuscript, publication.metadata.lang) if manuscript else scripts.LATIN
    return sheet(medium, publication.settings, publication.root, publication.key, needs)


def sheet(
    medium: str,
    settings: Settings,
    root: Path,
    place: Callable[[str], Place] | None = None,
    needs: scripts.Needs = scripts.LATIN,
) -> StyleSheet:
    """The sheet of a medium. `root` is the folder that the author's own sheets lie in."""
    place = place or Place
    theme, found = _theme(settings.theme, place("octavo.theme"))
    rules, faces = _house(medium, theme, needs.sheets, needs.is_rtl)
    page = None
    if medium == "print":
        page = paper(settings.page_size, _characters(rules), scripts.leading(needs), needs.is_rtl)
    if page is not None:
        rules = rules + cssom.parse(page.css).rules
    added, more = _authored(settings.css, root, place("octavo.css"))
    tokens = cssom.custom_properties(rules + added)
    plain = {name: cssom.text(cssom.resolved(value, tokens)) for name, value in tokens.items()}
    latin = _stacks(plain)
    stacks, faces, lacking = _helped(latin, faces, needs, medium, place("lang"))
    if stacks != latin:
        added += cssom.parse(scripts.rules(stacks)).rules
        tokens = cssom.custom_properties(rules + added)
    if medium != "screen":
        rules, added = cssom.settled(rules, tokens), cssom.settled(added, tokens)
    return StyleSheet(
        css=cssom.written(rules + added),
        faces=faces,
        stacks=stacks,
        tokens=plain,
        diagnostics=(*found, *more, *lacking),
        authored=bool(settings.css),
        rules=rules + added,
        added=added,
        paper=page,
    )


def _theme(name: str, place: Place) -> tuple[str, tuple[Diagnostic, ...]]:
    names = theme_names()
    if name in names:
        return name, ()
    hint = did_you_mean(name, names, f"there are {' and '.join(names)}")
    return DEFAULT_THEME, (error("header.value", f"no theme is called '{name}'", place, hint),)


@lru_cache(maxsize=16)
def _house(
    medium: str, theme: str, more: tuple[str, ...] = (), is_rtl: bool = False
) -> tuple[cssom.Rules, tuple[Face, ...]]:
    """What is octavo's own: it does not change while it runs. `more` are the sheets that scripts take; all but those
    are turned round for what is read from right to left."""
    folder = home() / "themes" / theme
    files = [home() / f"{name}.css" for name in ("tokens", "base", "code", medium)]
    files += [folder / f"{name}.css" for name in ("tokens", "base", medium)]
    rules = _rules(files)
    rules = cssom.mirrored(rules) if is_rtl else rules
    rules += _rules(
        home() / "scripts" / f"{name}.css" for each in more for name in (each, f"{each}-{medium}", f"{each}-{theme}")
    )
    faces = [home() / "faces.css", folder / "faces.css"]
    declared = "\n".join(file.read_text(encoding="utf-8") for file in faces if file.is_file())
    return rules, tuple(_face(each) for each in cssom.font_faces(cssom.parse(declared).rules))


def _rules(files: Iterable[Path]) -> cssom.Rules:
    return cssom.parse("\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())).rules


def _face(declared: dict[str, str]) -> Face:
    axes = (axis.split() for axis in declared.get("font-variation-settings", "").split(",") if axis.strip())
    return Face(
        family=declared["font-family"].strip('"'),
        weight=int(declared["font-weight"]),
        style=declared["font-style"],
        file=declared["src"].removeprefix('url("').removesuffix('")'),
        axes=tuple((tag.strip('"'), float(value)) for tag, value in axes),
        only=_points(declared["unicode-range"]) if "unicode-range" in declared else None,
        scale=float(declared.get("size-adjust", "100%").rstrip("%")) / 100,
    )


def _points(ranges: str) -> frozenset[int]:
    """The code points of a `unicode-range`."""
    found: set[int] = set()
    for part in ranges.upper().replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _helped(
    plain: Stacks, faces: tuple[Face, ...], needs: scripts.Needs, medium: str, place: Place
) -> tuple[Stacks, tuple[Face, ...], tuple[Diagnostic, ...]]:
    """The stacks and faces with those of the scripts that are needed; where the faces are missing, that is told."""
    stacks = scripts.stacks(plain, needs, medium)
    families = {family for each in (stacks, *dict(stacks.passages).values()) for family in
                (*each.text, *each.display, *each.small, *each.code, *each.emphasis)}  # fmt: skip
    wanted = tuple(face for face in faces if not face.helps or face.family in families)
    there = tuple(face for face in wanted if not face.helps or fonts.is_installed(face))
    if len(there) == len(wanted) or medium != "print":
        return stacks, there, ()
    message = "the faces of Chinese, Japanese and Korean are not installed"
    return stacks, there, (warning("font.not-installed", message, place, f"run: {machine.EASTERN_FIX}", "pdf"),)


def _authored(names: tuple[str, ...], root: Path, place: Place) -> tuple[cssom.Rules, tuple[Diagnostic, ...]]:
    rules: cssom.Rules = ()
    found: list[Diagnostic] = []
    for name in names:
        text = _read(name, root, place)
        if isinstance(text, Diagnostic):
            found.append(text)
            continue
        file = sandbox.display_path(root / name, Path.cwd())
        parsed = cssom.parse(text, foreign=True)
        rules += parsed.rules
        places = (Place(file, slip.line, slip.column) for slip in parsed.slips)
        found += [error(slip.rule, slip.message, at, slip.hint) for slip, at in zip(parsed.slips, places, strict=True)]
    return rules, tuple(found)


def _read(name: str, root: Path, place: Place) -> str | Diagnostic:
    match sandbox.fetch(root, name, _LIMIT):
        case sandbox.LocalFile(path):
            data = sandbox.read_bytes(path, _LIMIT)
        case sandbox.MissingFile(_, near):
            hint = f"did you mean '{near}'?" if near else "paths are relative to the publication's folder"
            return error("css.missing", f"there is no style sheet '{name}'", place, hint)
        case sandbox.FileTooBig():
            return error("css.too-large", f"'{name}' is larger than 1 MB", place, "let it hold style only")
        case _:
            return error("css.outside", f"'{name}' is not a file in the publication's folder", place, "copy it there")
    try:
        return data.decode("utf-8-sig") if isinstance(data, bytes) else ""
    except UnicodeDecodeError as slip:
        return error("css.encoding", f"'{name}' is not UTF-8 (byte {slip.start})", place, "save it as UTF-8")


def _characters(rules: cssom.Rules) -> float:
    """How wide a character of the text is on average, in ems of the text size; measured in English prose."""
    tokens = cssom.custom_properties(rules)
    scale = float(cssom.text(cssom.resolved(tokens["--face-scale"], tokens)))
    sans = "Sans" in cssom.text(tokens["--text-family"]).partition(",")[0]
    return scale * (0.470 if sans else 0.483)


def _stacks(tokens: dict[str, str]) -> Stacks:
    def families(name: str) -> tuple[str, ...]:
        return tuple(family.strip().strip('"') for family in tokens[name].split(","))

    text, display, small, code = (families(f"--{part}-family") for part in ("text", "display", "small", "code"))
    return Stacks(text, display, small, code)
