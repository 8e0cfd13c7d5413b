"""Which faces a text needs, and which characters each of them has to show.

What an element is set in comes from the sheets in force (`type_rules.py`), so a sheet that sets something in bold gets
the bold characters for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from octavo.model.html_elements import Element
from octavo.model.reading import local
from octavo.press.fonts import Face, Stacks, covers, main
from octavo.press.type_rules import TypeMatcher, TypeRule, TypeStyle

_ADDED = {"ol": "0123456789.", "q": "“”‘’„‚«»‹›", "p": "-\u2010"}
"""What a browser or octavo's sheets show in an element that is not in the text: numbers of lists, quotation marks,
hyphens."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What they show before the items of a list that is numbered with letters or in Roman numerals."""
_INVISIBLE = frozenset({"\u00ad", "\u2011", "\u200d", "\ufe0f", *map(chr, range(0xE0020, 0xE0080))})
"""Characters that Python does not call printable, and that a face needs all the same: the first two may become a
hyphen, the others join signs to one."""


def needed(
    root: Element,
    stacks: Stacks,
    faces: Iterable[Face],
    everywhere: bool = False,
    more: Mapping[TypeStyle, Iterable[str]] | None = None,
) -> dict[Face, frozenset[str]]:
    """Return the faces that a text uses, each with the characters it has to show, in the order of `faces`.

    `everywhere` is for a sheet that the author has added to: every face may then have to show every character.
    `more` are further styles with their characters.
    """
    styles = dict(uses(root, stacks))
    for style, characters in (more or {}).items():
        styles[style] = styles.get(style, frozenset()) | frozenset(characters)
    if everywhere:
        whole = frozenset().union(*styles.values())
        possible = {
            TypeStyle(families, weight, italic)
            for families in (stacks.text, stacks.display)
            for weight in (400, 700)
            for italic in (False, True)
        }
        styles = dict.fromkeys(styles.keys() | possible, whole)
    faces = tuple(faces)
    wanted: dict[Face, set[str]] = {}
    for style, characters in styles.items():
        left = {each for each in characters | stacks.generated if each.isprintable() or each in _INVISIBLE}
        for family in style.families:
            face = _nearest(style, family, faces)
            if face is None:
                continue
            shown = {character for character in left if ord(character) in covers(face)}
            if shown - {" ", "\u00a0"} or family == main(style.families):
                wanted.setdefault(face, set()).update(shown)
            left -= shown
    return {face: frozenset(wanted[face]) for face in faces if face in wanted}


def uses(root: Element, stacks: Stacks) -> dict[TypeStyle, frozenset[str]]:
    """Return the styles that a text may be set in, each with the characters it has to show."""
    return _UseWalk(stacks).walk(root)


def _nearest(style: TypeStyle, family: str, faces: tuple[Face, ...]) -> Face | None:
    """The face that CSS would choose: by the slope first, then by the weight."""
    kin = [face for face in faces if face.family.casefold() == family.casefold()]
    if not kin:
        return None
    slope = "italic" if style.italic else "normal"
    kin = [face for face in kin if face.style == slope] or kin
    return min(kin, key=lambda face: (abs(face.weight - style.weight), face.weight))


@lru_cache(maxsize=16)
def _matcher(rules: tuple[TypeRule, ...]) -> TypeMatcher:
    return TypeMatcher(rules)


_NONE: frozenset[str] = frozenset()


_Place = tuple[frozenset[TypeStyle], frozenset[str], frozenset[str]]
"""What the children of an element inherit: its styles, its names, and those of all that is above them."""


class _UseWalk:
    """Collects what each style has to show."""

    def __init__(self, stacks: Stacks) -> None:
        self._stacks = stacks
        self._matcher = _matcher(stacks.rules)
        names = self._matcher.names | self._matcher.names_above
        self._languages = {name[6:-1]: name for name in names if name.startswith(":lang(")}
        self._has_ids = any(name.startswith("#") for name in names)
        self._found: defaultdict[frozenset[TypeStyle], set[str]] = defaultdict(set)
        self._places: dict[object, _Place] = {}

    def walk(self, root: Element) -> dict[TypeStyle, frozenset[str]]:
        """Return the characters of each style in a text; what is around the text is an ordinary page."""
        styles = frozenset({TypeStyle(self._stacks.text)})
        for name in ("html", "body", ".galley"):
            styles = self._matcher.styles(frozenset({name}), _NONE, _NONE, styles)
        self._walk(root, (styles, _NONE, _NONE), "")
        uses: defaultdict[TypeStyle, set[str]] = defaultdict(set)
        for each, characters in self._found.items():
            for style in each:
                uses[style].update(characters)
        return {style: frozenset(characters) for style, characters in uses.items() if characters}

    def _walk(self, element: Element, parent: _Place, lang: str) -> None:
        name = local(element)
        if not name or name == "math":
            return
        classes = element.get("class", "")
        lang = element.get("lang", lang)
        here = self._place(name, classes, element.get("id", "") if self._has_ids else "", lang, parent)
        found = self._found[here[0]]
        if head := element.get("data-head"):
            self._add_running_head(name, head)
        if number := element.get("data-number"):
            self._add_note_number(classes.split(), number)
        if element.text:
            found.update(element.text)
        if name in _ADDED:
            found.update(_ADDED[name], _LETTERS if element.get("type", "1") != "1" else "")
        for child in element:
            self._walk(child, here, lang)
            if child.tail:
                found.update(child.tail)

    def _place(self, name: str, classes: str, identifier: str, lang: str, parent: _Place) -> _Place:
        key = name, classes, identifier, lang if self._languages else "", parent
        place = self._places.get(key)
        if place is None:
            own = self._names(name, classes, identifier, lang)
            inherited, names, above = parent
            styles = self._matcher.styles(own & self._matcher.names, names, above, inherited)
            own &= self._matcher.names_above
            place = self._places[key] = styles, own, above | own
        return place

    def _names(self, name: str, classes: str, identifier: str, lang: str) -> frozenset[str]:
        names = {name, f"#{identifier}", *(f".{each}" for each in classes.split())}
        spoken = lang.lower()
        names |= {rule for tag, rule in self._languages.items() if spoken == tag or spoken.startswith(f"{tag}-")}
        return frozenset(names)

    def _add_running_head(self, name: str, head: str) -> None:
        """A running head repeats a heading: the title upright, sections in italics."""
        style = TypeStyle(self._stacks.text, italic=name != "h1")
        self._found[frozenset({style})].update(head)

    def _add_note_number(self, classes: list[str], number: str) -> None:
        """A note at the foot of a page has its number twice: in the text, and before the note."""
        if "footnote" in classes:
            for families in (self._stacks.text, self._stacks.small):
                style = TypeStyle(families, italic="address" in classes)
                self._found[frozenset({style})].update(number)
