"""Styles and boxes, worked out once where WeasyPrint does so again and again; every result stays the same.

What depends only on a style is kept with the style, and is freed with it; the rest is kept for one document.
WeasyPrint gives styles other values while it builds boxes, but not of the properties that are kept here; later it
copies a style first, and a copy begins with nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def kept_with(style: Any, name: str, make: Callable[[Any], Any]) -> Any:
    """Return what `make` makes of a style; it is made once."""
    known = vars(style)
    if name not in known:
        known[name] = make(style)
    return known[name]


# Styles


def find_plain_values(missing: Callable[..., Any]) -> Callable[..., Any]:
    """Take a property that no sheet gives to an element from its parent, or its initial value, at once.

    WeasyPrint first looks for variables, logical properties and formulas, in every property of every style: a tenth of
    the time.
    """
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    logical = {
        direction: {name: of(block="ttb", inline=direction) for name, of in PHYSICAL_FUNCTIONS.items()}
        for direction in ("ltr", "rtl")
    }
    special = {"display", "float", "page", "position", *(key for key in INITIAL_VALUES if "text_decoration_" in key)}
    inherited = INHERITED - special - PHYSICAL_FUNCTIONS.keys()
    initial = {
        key: value
        for key, value in INITIAL_VALUES.items()
        if key not in special | INHERITED and key not in INITIAL_NOT_COMPUTED
    }

    def find(style: Any, key: str) -> Any:
        if key not in style.cascaded:
            if key in inherited:
                if style.parent_style is not None and not check_math(value := style.parent_style[key]):
                    style[key] = value
                    return value
            elif key in initial and (
                key not in PHYSICAL_FUNCTIONS or logical[style["direction"]][key] not in style.cascaded
            ):
                value = style[key] = initial[key]
                return value
        return missing(style, key)

    return find


class SimilarStyles:
    """The styles of elements that differ only in their `id`, so that the elements inside them share styles.

    WeasyPrint shares styles among the children of one element, and of elements that share theirs. The children of
    different sections never do, as to WeasyPrint an `id` is a declaration.
    """

    def __init__(self) -> None:
        self.first: dict[Any, Any] = {}

    def number(self, thing: Any) -> int:
        """Return what `weasyprint.css` uses as the `id` of a thing: for a style, that of the first similar one."""
        return id(getattr(thing, "octavo_like", thing))

    def watch(self, set_styles: Callable[..., None]) -> Callable[..., None]:
        """Look at each style that WeasyPrint gives to an element: has there been a similar one?"""

        def set_and_compare(
            style_for: Any,
            element: Any,
            parent: Any,
            root: Any = None,
            pseudo_type: Any = None,
            *rest: Any,
            **more: Any,
        ) -> None:
            set_styles(style_for, element, parent, root, pseudo_type, *rest, **more)
            if pseudo_type is None and parent is not None:
                self._compare(style_for.get_computed_styles()[element, None])

        return set_and_compare

    def _compare(self, style: Any) -> None:
        if "anchor" in style.cascaded:
            given = ((name, id(value), weight) for name, (value, weight) in style.cascaded.items() if name != "anchor")
            first = self.first.setdefault((self.number(style.parent_style), frozenset(given)), style)
            if first is not style:
                style.octavo_like = first


def defer_pseudo_elements(set_styles: Callable[..., None]) -> Callable[..., None]:
    """Make the styles of pseudo-elements only when they are needed.

    WeasyPrint's own sheet names six pseudo-elements of every element, and hardly any of them ever exists.
    """

    def set_or_defer(
        style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, *rest: Any, **named: Any
    ) -> None:
        cascaded = style_for._cascaded_styles
        is_other = pseudo_type is None or pseudo_type.startswith("@") or parent is not element
        if is_other or "anchor" in cascaded.get((element, pseudo_type), ("anchor",)):
            set_styles(style_for, element, parent, root, pseudo_type, *rest, **named)
            return

        if "octavo_later" not in vars(style_for):

            def make(element: Any, pseudo_type: Any) -> None:
                set_styles(style_for, element, element, root, pseudo_type, *rest, **named)

            vars(style_for)["octavo_later"] = dict(cascaded), make

    return set_or_defer


def make_deferred(find: Callable[..., Any]) -> Callable[..., Any]:
    """Make a style that was deferred, when it is looked up."""

    def find_or_make(style_for: Any, element: Any, pseudo_type: Any = None) -> Any:
        key = element, pseudo_type
        if pseudo_type is not None and key not in style_for._computed_styles and "octavo_later" in vars(style_for):
            later, make = style_for.octavo_later
            if key in later:
                style_for._cascaded_styles[key] = later[key]
                make(*key)
                del style_for._cascaded_styles[key]
        return find(style_for, element, pseudo_type)

    return find_or_make


# Boxes


_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right", "padding_top",
    "padding_bottom", "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip


def reuse_fixed_lengths(resolve: Callable[..., None]) -> Callable[..., None]:
    """Give all boxes of a style the same lengths, where none of them is a percentage.

    WeasyPrint works out fourteen lengths of each box, each time that it tries to place it.
    """
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.formatting_structure.boxes import Box

    widths = [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]
    logical = {PHYSICAL_FUNCTIONS[name](block="ttb", inline=way) for name in _LENGTHS for way in ("ltr", "rtl")}
    concerned = {*_LENGTHS, *logical, "box_sizing"}
    initial = dict[str, Any]()

    class Probe:
        def __init__(self, style: Any) -> None:
            self.style = style

    def is_fixed(value: Any) -> bool:
        return value is None or value == "auto" or getattr(value, "unit", None) == "px"

    def lengths(style: Any) -> dict[str, Any] | None:
        if style["border_collapse"] == "collapse":
            return None
        is_given = not concerned.isdisjoint(style) or not concerned.isdisjoint(getattr(style, "cascaded", ()))
        is_plain = not is_given and not any(style[width] for width in widths)
        if is_plain and initial:
            return initial
        if not all(is_fixed(style[name]) for name in _LENGTHS):
            return None
        probe = Probe(style)
        resolve(probe, (0, 0))
        del probe.style
        if is_plain:
            initial.update(vars(probe))
        return vars(probe)

    def resolve_or_copy(box: Any, containing_block: Any) -> None:
        fixed = kept_with(box.style, "octavo_lengths", lengths) if isinstance(box, Box) else None
        if fixed is None:
            resolve(box, containing_block)
        else:
            vars(box).update(fixed)

    return resolve_or_copy


_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))


def skip_bare_backgrounds(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Skip the many boxes whose style gives them neither background nor border.

    WeasyPrint looks for pictures, colours, shadows and round corners in each of them.
    """

    def is_bare(style: Any) -> bool:
        return (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and getattr(style["background_color"], "alpha", 1) == 0
            and not style["box_shadow"]
            and all((0, "px") in style[corner] for corner in _CORNERS)
        )

    bare = dict.fromkeys(_CORNERS, (0, 0))

    def lay_out_or_skip(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or box is page or not kept_with(box.style, "octavo_bare", is_bare):
            lay_out(page, box, get_image, layout_children, style)
            return
        for name, value in bare.items():
            setattr(box, name, value)
        box.background = None
        if layout_children:
            for child in box.all_children():
                lay_out_or_skip(page, child, get_image)

    return lay_out_or_skip


# Pages


def share_page_styles(set_styles: Callable[..., None]) -> Callable[..., None]:
    """Let pages that no selector distinguishes share their styles, and those of their margins.

    WeasyPrint makes them for each page again, which takes a third of the time that margins need.
    """
    known: dict[Any, Any] = {}

    def share(page_type: Any, html: Any, style_for: Any) -> None:
        styles = style_for.get_computed_styles()
        kind = (page_type.side, page_type.blank, page_type.name, page_type.index == 0)
        if kind not in known or _counts_pages(style_for):
            set_styles(page_type, html, style_for)
            known[kind] = [(part, style) for (of, part), style in styles.items() if of == page_type]
        for part, style in known[kind]:
            styles[page_type, part] = style

    return share


def _counts_pages(style_for: Any) -> bool:
    """Return whether a selector is for the page of a certain number."""
    return any(
        page_selector.index is not None
        for sheet, *_ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, page_selector in selectors
    )
