"""Which faces a text needs, and which characters each of them has to show.

What an element is set in comes from the sheets in force (`type_rules.py`), so a sheet that sets something in bold gets
the bold characters for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
_INVISIBLE = "\u00ad\u2011"
"""Characters that Python does not call printable, and that a face needs all the same: both may become a hyphen."""


def needed(
    root: Element, stacks: Stacks, faces: Iterable[Face], everywhere: bool = False
) -> dict[Face, frozenset[str]]:
    """Return the faces that a text uses, each with the characters it has to show, in the order of `faces`.

    `everywhere` is for a sheet that the author has added to: every face may then have to show every character.
    """
    styles = uses(root, stacks)
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
    kin = [face for face in faces if face.family == family]
    if not kin:
        return None
    slope = "italic" if style.italic else "normal"
    kin = [face for face in kin if face.style == slope] or kin
    return min(kin, key=lambda face: (abs(face.weight - style.weight), face.weight))


@lru_cache(maxsize=16)
def _matcher(rules: tuple[TypeRule, ...]) -> TypeMatcher:
    return TypeMatcher(rules)


_NONE: frozenset[str] = frozenset()


class _UseWalk:
    """Collects what each style has to show."""

    def __init__(self, stacks: Stacks) -> None:
        self._stacks = stacks
        self._matcher = _matcher(stacks.rules)
        self._names, self._names_above = self._matcher.names, self._matcher.names_above
        self._languages = {name[6:-1]: name for name in self._names | self._names_above if name.startswith(":lang(")}
        self._found: defaultdict[frozenset[TypeStyle], set[str]] = defaultdict(set)

    def walk(self, root: Element) -> dict[TypeStyle, frozenset[str]]:
        """Return the characters of each style in a text; what is around the text is an ordinary page."""
        styles = frozenset({TypeStyle(self._stacks.text)})
        for name in ("html", "body", ".galley"):
            styles = self._matcher.styles(frozenset({name}), _NONE, _NONE, styles)
        self._walk(root, styles, _NONE, _NONE, "")
        uses: defaultdict[TypeStyle, set[str]] = defaultdict(set)
        for each, characters in self._found.items():
            for style in each:
                uses[style].update(characters)
        return {style: frozenset(characters) for style, characters in uses.items()}

    def _walk(
        self,
        element: Element,
        inherited: frozenset[TypeStyle],
        parent: frozenset[str],
        above: frozenset[str],
        lang: str,
    ) -> None:
        name = local(element)
        if not name or name == "math":
            return
        classes = (element.get("class") or "").split()
        lang = element.get("lang", lang)
        own = self._own_names(element, name, classes, lang)
        styles = self._matcher.styles(own & self._names, parent, above, inherited)
        self._add_running_head(element, name)
        self._add_note_number(element, classes)
        if name in _ADDED or element.text:
            shown = self._found[styles]
            shown.update(_ADDED.get(name, ""), element.text or "")
            if name in _ADDED and element.get("type", "1") != "1":
                shown.update(_LETTERS)
        own &= self._names_above
        above |= own
        for child in element:
            self._walk(child, styles, own, above, lang)
            if child.tail:
                self._found[styles].update(child.tail)

    def _own_names(self, element: Element, name: str, classes: list[str], lang: str) -> frozenset[str]:
        names = {name, *(f".{each}" for each in classes)}
        if element.get("id"):
            names.add(f"#{element.get('id')}")
        if lang and self._languages:
            spoken = lang.lower()
            names |= {rule for tag, rule in self._languages.items() if spoken == tag or spoken.startswith(f"{tag}-")}
        return frozenset(names)

    def _add_running_head(self, element: Element, name: str) -> None:
        """A running head repeats a heading: the title upright, sections in italics."""
        if head := element.get("data-head"):
            style = TypeStyle(self._stacks.text, italic=name != "h1")
            self._found[frozenset({style})].update(head)

    def _add_note_number(self, element: Element, classes: list[str]) -> None:
        """A note at the foot of a page has its number twice: in the text, and before the note."""
        if "footnote" in classes:
            for families in (self._stacks.text, self._stacks.small):
                style = TypeStyle(families, italic="address" in classes)
                self._found[frozenset({style})].update(element.get("data-number", ""))
