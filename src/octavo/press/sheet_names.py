"""The names that an author's sheets use: tokens that do not exist, and fonts that nobody has.

Print uses no font of a machine, so the fonts are those that octavo comes with, and the author's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.press import cssom, type_rules
from octavo.press.cssom import CssRule, Declaration, Origin, Rules, Token
from octavo.tools.suggest import did_you_mean, nearest

_SHIPPED = ("Source Serif 4", "Inter", "JetBrains Mono")
_TOKENS = "the tokens are listed in the guide, under 'What your CSS can take hold of'"


def examine(own: Rules, house: Rules, families: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the names in the author's rules `own`; `house` are octavo's for all media."""
    yield from _tokens(own, house)
    yield from _fonts(own, sorted(set(families)))


def _tokens(own: Rules, house: Rules) -> Iterator[Diagnostic]:
    known = {each.name for each in _declarations(house) if each.name.startswith("--")}
    used = {name for each in _declarations(house) for name, _ in _variables(each.value)}
    defined = {each.name for each in _declarations(own) if each.name.startswith("--")}
    asked = {name for each in _declarations(own) for name, _ in _variables(each.value)}
    for each in _declarations(own):
        for name, has_other in _variables(each.value):
            if name not in known | defined and not has_other:
                hint = did_you_mean(name, known | defined, _TOKENS)
                yield warning("css.token", f"there is no token '{name}'", _place(each.origin), hint)
        if each.name.startswith("--") and each.name not in known | used | asked:
            near = nearest(each.name, known, 0.75)
            if near:
                message = f"no style uses the token '{each.name}'"
                yield warning("css.token", message, _place(each.origin), f"did you mean '{near}'?")


def _variables(value: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Yield the names in each `var()` of a value, with whether it has something else to fall back on."""
    for token in value:
        if token.type == "function" and token.lower_name == "var":
            name = next((str(each.value) for each in token.arguments if each.type == "ident"), "")
            has_other = any(each.type == "literal" and each.value == "," for each in token.arguments)
            if name:
                yield name, has_other
        yield from _variables(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _fonts(own: Rules, families: list[str]) -> Iterator[Diagnostic]:
    known = {each.casefold() for each in families}
    for each in _declarations(own, for_print=True):
        is_token = each.name.startswith("--") and each.name.endswith("-family")
        if each.name not in ("font", "font-family") and not is_token:
            continue
        if any(_variables(each.value)):
            continue
        names = list(type_rules.families("font-family" if is_token else each.name, each.value, with_generic=True))
        if not names or any(name.casefold() in known | type_rules.GENERIC for name in names):
            continue
        shown = " nor ".join(f"'{name}'" for name in names[:3])
        message = f"print has no font called {shown}" if len(names) == 1 else f"print has neither {shown}"
        other = (
            f"save its file in the folder and describe it with @font-face, or use '{_SHIPPED[0]}', '{_SHIPPED[1]}' "
            f"or '{_SHIPPED[2]}'"
        )
        shown_families = [family for family in families if not family.startswith("Octavo ")]
        yield warning("css.font", message, _place(each.origin), did_you_mean(names[0], shown_families, other))


def _declarations(rules: Iterable[CssRule | Declaration], for_print: bool = False) -> Iterator[Declaration]:
    for each in rules:
        if isinstance(each, Declaration):
            yield each
        elif not (for_print and cssom.is_only_for_screens(each)):
            yield from _declarations(each.content or (), for_print)


def _place(origin: Origin | None) -> Place:
    return Place(origin.file, origin.line, origin.column) if origin else Place("")
