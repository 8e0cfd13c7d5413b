"""The style sheet and the fonts of a site, shared by all its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from octavo.model.html_elements import Element
from octavo.model.reading import classes
from octavo.press import cssom, font_use, fonts
from octavo.press.html.markup import text_of
from octavo.press.styles import StyleSheet

STYLE = "assets/style.css"


def make(sheet: StyleSheet, bodies: Sequence[Element]) -> dict[str, bytes]:
    """Return the style sheet and the fonts that it names, by their paths in the site."""
    faces = _faces(sheet, bodies)
    css = "".join(f"{fonts.rule(face, f'{face.name}.woff2', swap=True)}\n" for face in faces)
    css += cssom.serialize(add_switch(sheet.rules))
    files = {f"assets/{face.name}.woff2": data for face, data in faces.items()}
    for each in sheet.pictures:
        css = css.replace(each.url, each.name)
        files[f"assets/{each.name}"] = each.read()
    return {STYLE: css.encode(), **files}


def _faces(sheet: StyleSheet, bodies: Sequence[Element]) -> dict[fonts.Face, bytes]:
    wanted: dict[fonts.Face, frozenset[str]] = {}
    for body in (*bodies, _search_results(bodies)):
        for face, characters in font_use.needed(body, sheet.stacks, sheet.faces, sheet.authored).items():
            wanted[face] = wanted.get(face, frozenset()) | characters
    small = sheet.may_use_small_capitals or any(
        "smallcaps" in classes(each) for body in bodies for each in body.iter("span")
    )
    small = small or any(True for body in bodies for _ in body.iter("h5"))
    features = fonts.FEATURES | (fonts.SMALL_CAPITALS if small else frozenset())
    return {face: fonts.woff2(face, wanted[face], features) for face in sheet.faces if face in wanted}


def _search_results(bodies: Sequence[Element]) -> Element:
    """What search may show: any character of the text, in regular and in bold."""
    shown = "".join(sorted({character for body in bodies for character in text_of(body)}))
    body = etree.Element("body")
    for name in ("p", "b"):
        etree.SubElement(body, name).text = "".join(filter(str.isprintable, shown))
    return body


def add_switch(rules: cssom.Rules) -> cssom.Rules:
    """Return the rules with their dark colours also where the reader chooses dark mode, and not in light mode."""
    return tuple(each for rule in rules for each in _with_switch(rule))


def _with_switch(rule: cssom.CssRule) -> Iterator[cssom.CssRule]:
    condition = cssom.text(rule.prelude)
    if rule.keyword != "media" or "prefers-color-scheme: dark" not in condition:
        yield rule
        return
    inner = [each for each in rule.content or () if isinstance(each, cssom.CssRule)]
    chosen = tuple(_under(each, '[data-scheme="dark"]') for each in inner)
    unless = tuple(_under(each, ':not([data-scheme="light"])') for each in inner)
    yield cssom.CssRule(rule.prelude, unless, "media")
    yield cssom.CssRule(cssom.tokens("screen"), chosen, "media")


def _under(rule: cssom.CssRule, condition: str) -> cssom.CssRule:
    """The rule for a root that meets a condition, which adds no specificity."""
    if rule.keyword:
        return rule
    each: list[str] = []
    for selector in cssom.text(rule.prelude).split(","):
        root, _, rest = selector.strip().partition(":root")
        if root == "" and selector.strip().startswith(":root"):
            each.append(f":root:where({condition}){rest}")
        else:
            each.append(f":where(:root{condition}) {selector.strip()}")
    return cssom.CssRule(cssom.tokens(", ".join(each)), rule.content)
