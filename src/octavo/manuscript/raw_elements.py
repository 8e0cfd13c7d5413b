"""What becomes of the elements of raw HTML that a galley does not have."""

from __future__ import annotations

from octavo.model.html_elements import BLOCKS, PHRASING, VOID

KEEPS_CONTENT = frozenset({
    "applet", "audio", "button", "canvas", "dialog", "iframe", "map", "marquee", "meter", "noembed", "noframes",
    "noscript", "object", "optgroup", "option", "output", "portal", "progress", "select", "slot", "textarea", "video",
})  # fmt: skip
"""Elements that a book cannot have, whose content is what a reader sees without them, or sees in them."""
LEFT_OUT = frozenset({"datalist", "math", "script", "style", "svg", "template", "title"})
"""Elements that are left out with their content, or kept with it."""
RENAMED = {
    "acronym": "abbr", "big": "span", "center": "div", "dir": "ul", "font": "span", "hgroup": "div", "nobr": "span",
    "strike": "s", "tt": "code", "menu": "ul", "nav": "div", "main": "div", "header": "div", "footer": "div",
    "article": "div", "search": "div", "picture": "span", "fieldset": "div", "legend": "p", "form": "div",
    "listing": "pre", "xmp": "pre", "plaintext": "pre", "aside": "aside",
}  # fmt: skip
DROPPED = {
    "area", "base", "datalist", "embed", "frame", "frameset", "head", "link", "meta", "param", "script", "style", "svg",
    "template", "title", "track",
}  # fmt: skip
PARTS = {"param", "source", "track"}
"""Parts of elements that are left out, which are not reported."""


def is_known(name: str) -> bool:
    """Tell whether HTML has, or had, an element of this name, in small letters."""
    return name in _KNOWN


_OTHERS = {"basefont", "blink", "body", "html", "image", "isindex", "keygen", "rb", "rtc", "spacer"}
_KNOWN = _OTHERS | BLOCKS | PHRASING | VOID | KEEPS_CONTENT | LEFT_OUT | PARTS | DROPPED | RENAMED.keys()
