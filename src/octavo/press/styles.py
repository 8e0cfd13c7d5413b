"""The style sheet of a medium: tokens, what all media share, the medium's own, the theme, and what the author adds.

Leaves the parsing and resolving of CSS to `cssom.py`, themes to `themes.py` and the cutting of faces to `fonts.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.galley import Manuscript
from octavo.model.publication import Publication
from octavo.model.settings import CHOICES, Settings
from octavo.press import cssom, fonts, scripts, sheet_files, sheet_names, themes, type_rules
from octavo.press.fonts import Face, Stacks
from octavo.press.paper import Paper, paper
from octavo.press.sheet_files import OwnSheet, SheetPicture
from octavo.press.themes import Theme
from octavo.tools import machine
from octavo.tools.style_folder import styles_home

MEDIA = ("print", "screen", "reader", "site")
"""What sheets are made for; `site` is the screen with what its pages have besides."""
_GENERIC = {
    "serif": "Source Serif 4", "sans-serif": "Inter", "system-ui": "Inter", "ui-sans-serif": "Inter",
    "ui-serif": "Source Serif 4", "monospace": "JetBrains Mono", "ui-monospace": "JetBrains Mono",
}  # fmt: skip
"""What print sets generic families in: it has no others."""
_AVERAGE_WIDTH = 0.483
"""The average width of a character, in ems, where no font of octavo's own sets the text."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """All the style of an edition, except its `@font-face` rules: a press adds those for the faces that it needs.

    `tokens` has the custom properties, colours in light mode; `authored` is whether the author has added style sheets.
    """

    css: str
    faces: tuple[Face, ...]
    stacks: Stacks
    tokens: dict[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()
    authored: bool = False
    rules: cssom.Rules = ()
    """The same as `css`, as data."""
    added: cssom.Rules = ()
    """The rules that are not octavo's own, and those for the scripts of the text."""
    pictures: tuple[SheetPicture, ...] = ()
    """The pictures that the author's sheets show; `css` and `rules` name them by their own URLs."""
    paper: Paper | None = None
    """The page, where the medium is print."""
    may_set_margins: bool = False
    """Whether rules that are not octavo's own may set running heads or folios in any face."""
    may_use_small_capitals: bool = False
    """Whether rules that are not octavo's own may set anything in small capitals."""


def for_publication(medium: str, publication: Publication, manuscript: Manuscript | None = None) -> StyleSheet:
    """Return the sheet of a publication; what is wrong with it is reported at its place in the header."""
    needs = scripts.needs(manuscript, publication.metadata.lang) if manuscript else scripts.LATIN
    return sheet(medium, publication.settings, publication.root, publication.key, needs)


def sheet(
    medium: str,
    settings: Settings,
    root: Path,
    place: Callable[[str], Place] | None = None,
    needs: scripts.Needs = scripts.LATIN,
) -> StyleSheet:
    """Return the sheet of a medium, for a publication in the folder `root`."""
    place = place or Place
    theme, found = themes.find(settings.theme, root, place("octavo.theme"))
    rules, of_theme, faces, problems = _house(medium, theme, needs.sheets, needs.is_rtl)
    page = None
    if medium == "print":
        page = paper(settings.page_size, _average_width(rules, faces), scripts.leading(needs), needs.is_rtl)
    if page is not None:
        rules = rules + cssom.parse(page.css).rules
    own = sheet_files.load(settings.css, root, place("octavo.css"))
    chosen = _choose(_choices(medium, needs.is_rtl), settings)
    rules = _choose(rules, settings) + chosen
    of_theme, own = (replace(each, rules=_choose(each.rules, settings)) for each in (of_theme, own))
    brought = of_theme + own
    faces = _with_own(faces, brought.faces)
    added, foreign = own.rules, brought.rules
    if medium == "print":
        added, foreign = (type_rules.without_generic(cssom.for_print(each), _GENERIC) for each in (added, foreign))
    if page is not None:
        rules += cssom.parse(_without_room(type_rules.aligned(foreign))).rules
    tokens = cssom.custom_properties(rules + added)
    plain = {name: cssom.text(cssom.resolve(value, tokens)) for name, value in tokens.items()}
    latin = _stacks(plain)
    stacks, faces, lacking = _with_helpers(latin, faces, needs, medium, place("lang"))
    if stacks != latin:
        helping = cssom.parse(scripts.rules(stacks)).rules
        added, foreign = added + helping, foreign + helping
        tokens = cssom.custom_properties(rules + added)
    if medium not in ("screen", "site"):
        rules, added, foreign = (cssom.settle(each, tokens) for each in (rules, added, foreign))
    return StyleSheet(
        css=cssom.serialize(rules + added),
        faces=faces,
        stacks=replace(
            stacks,
            rules=type_rules.compile_rules(rules + added, tokens),
            generated=type_rules.generated_characters(of_theme.rules + cssom.settle(chosen, tokens)),
        ),
        tokens=plain,
        diagnostics=(*found, *problems, *own.problems, *lacking),
        authored=bool(settings.css),
        rules=rules + added,
        added=foreign,
        paper=page,
        may_set_margins=bool(settings.css) or any(rule.keyword == "page" for rule in of_theme.rules),
        may_use_small_capitals=bool(settings.css) or type_rules.has_small_capitals(of_theme.rules + chosen, tokens),
        pictures=brought.pictures,
    )


def examine(publication: Publication) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the author's sheets, whatever is made of them, without the text."""
    settings, place = publication.settings, publication.key
    theme, _ = themes.find(settings.theme, publication.root, place("octavo.theme"))
    own = sheet_files.load(settings.css, publication.root, place("octavo.css"))
    house: cssom.Rules = cssom.parse(paper(settings.page_size, 0.5).css).rules
    families: set[str] = set()
    for medium in MEDIA:
        _, of_theme, faces, problems = _house(medium, theme)
        own = replace(of_theme, problems=(*of_theme.problems, *problems)) + own
        house += _house(medium, theme if theme.is_own else themes.find(themes.DEFAULT, Path(), Place(""))[0])[0]
        families |= {each.family for each in faces}
    families |= {each.family for each in own.faces} | set(own.described)
    found = (*own.problems, *sheet_names.examine(own.rules, house, families))
    return tuple(dict.fromkeys(found))


def _choose(rules: cssom.Rules, settings: Settings) -> cssom.Rules:
    return cssom.choose(rules, settings.choices, CHOICES)


@lru_cache
def _choices(medium: str, is_rtl: bool) -> cssom.Rules:
    """The rules for what keys choose, mirrored for texts that are read from right to left."""
    base = "screen" if medium == "site" else medium
    rules = _rules(["choices.css", f"choices-{base}.css"])
    return cssom.mirror(rules) if is_rtl else rules


@lru_cache(maxsize=16)
def _house(
    medium: str, theme: Theme, more: tuple[str, ...] = (), is_rtl: bool = False
) -> tuple[cssom.Rules, OwnSheet, tuple[Face, ...], tuple[Diagnostic, ...]]:
    """The rules of octavo and the theme; what a theme brings that is the author's; the faces; and what is wrong.

    `more` are the sheets for scripts. All others are mirrored for texts that are read from right to left.
    """
    base = "screen" if medium == "site" else medium
    own = _ThemeRules(theme)
    rules = _rules(f"{name}.css" for name in ("tokens", "base", "code", base))
    rules += own.take("tokens", "base", base)
    rules = cssom.mirror(rules) if is_rtl else rules
    own.brought = replace(own.brought, rules=cssom.mirror(own.brought.rules)) if is_rtl else own.brought
    for each in more:
        rules += _rules(f"scripts/{name}.css" for name in (each, f"{each}-{base}")) + own.take(each)
    if medium == "site":
        rules += _rules(["site.css"]) + own.take("site")
    declared = cssom.font_faces(_rules(["faces.css"]))
    faces, problems = themes.faces(theme)
    replaced = {(each.family, each.weight, each.style) for each in faces}
    known = (face for each in declared if isinstance(face := themes.face_of(each), Face))
    faces = (*(each for each in known if (each.family, each.weight, each.style) not in replaced), *faces)
    return rules, own.brought, faces, (*own.brought.problems, *problems)


@dataclass(slots=True)
class _ThemeRules:
    """The sheets of a theme, taken one after another; `brought` collects those of a theme that is the author's."""

    theme: Theme
    brought: OwnSheet = field(default_factory=OwnSheet)

    def take(self, *names: str) -> cssom.Rules:
        taken: cssom.Rules = ()
        for name in names:
            text = self.theme.text(name)
            if self.theme.is_own:
                taken += cssom.parse(text).rules
                continue
            found = sheet_files.parse(text, self.theme.folder / f"{name}.css", self.theme.root)
            taken += found.rules
            self.brought += found
        return taken


def _without_room(names: Iterable[str]) -> str:
    """Return rules that take the room on the right from headings that no longer begin on the left."""
    headings = sorted(set(names) & {"h1", "h2", "h3", ".title", ".subtitle"})
    opening = [f".opening {each}" for each in headings if each != ".title"]
    return f"{','.join([*headings, *opening])}{{padding-right:0}}" if headings else ""


def _with_own(faces: tuple[Face, ...], own: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return the faces with those of the author; a family of theirs replaces one of the same name."""
    families = {each.family.casefold() for each in own}
    return (*(each for each in faces if each.family.casefold() not in families), *own)


def _rules(names: Iterator[str] | list[str]) -> cssom.Rules:
    """The rules of octavo's own sheets, as far as they exist."""
    files = (styles_home() / name for name in names)
    return cssom.parse("\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())).rules


def _with_helpers(
    plain: Stacks, faces: tuple[Face, ...], needs: scripts.Needs, medium: str, place: Place
) -> tuple[Stacks, tuple[Face, ...], tuple[Diagnostic, ...]]:
    """The stacks and faces with those for the scripts of the text; missing faces are reported for print."""
    kinds = {face.family: face.kind for face in reversed(faces)}
    stacks = scripts.stacks(plain, needs, medium, kinds)
    families = {family for each in (stacks, *dict(stacks.passages).values()) for family in
                (*each.text, *each.display, *each.small, *each.code, *each.emphasis)}  # fmt: skip
    wanted = tuple(face for face in faces if not face.helps or face.family in families)
    there = tuple(face for face in wanted if not face.helps or fonts.is_installed(face))
    if len(there) == len(wanted) or medium != "print":
        return stacks, there, ()
    message = "the fonts for Chinese, Japanese and Korean are not installed"
    return stacks, there, (warning("font.not-installed", message, place, f"run: {machine.EASTERN_FIX}", "pdf"),)


def _average_width(rules: cssom.Rules, faces: tuple[Face, ...]) -> float:
    """How wide a character of the text is on average, in ems of the text size."""
    tokens = cssom.custom_properties(rules)
    scale = cssom.number(cssom.resolve(tokens["--face-scale"], tokens), 1.0)
    family = next(iter(_families(cssom.text(cssom.resolve(tokens["--text-family"], tokens)))), "")
    upright = [face for face in faces if face.family == family and face.style == "normal"]
    if not upright:
        return scale * _AVERAGE_WIDTH
    return scale * fonts.average_width(min(upright, key=lambda face: abs(face.weight - 400)))


def _stacks(tokens: dict[str, str]) -> Stacks:
    text, display, small, code = (
        _families(tokens[f"--{part}-family"]) for part in ("text", "display", "small", "code")
    )
    return Stacks(text, display, small, code)


def _families(listed: str) -> tuple[str, ...]:
    return tuple(family.strip().strip("\"'") for family in listed.split(","))
