"""CSS as data: read, its custom properties resolved, written again without what nobody reads.

Not every reading system knows `var()` and `calc()`, and print gains time without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tinycss2

Token = Any
"""A node of tinycss2."""

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: value`; the name of a custom property starts with two hyphens."""

    name: str
    value: tuple[Token, ...]
    important: bool = False


@dataclass(frozen=True, slots=True)
class CssRule:
    """`prelude { content }`, or an at-rule: `keyword` is its name, and `content` None where it ends in a semicolon."""

    prelude: tuple[Token, ...]
    content: tuple[Declaration | CssRule, ...] | None
    keyword: str = ""


Rules = tuple[CssRule, ...]


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with a sheet, and where in it."""

    rule: str
    message: str
    line: int
    column: int
    hint: str = ""


@dataclass(slots=True)
class ParsedSheet:
    """A sheet read, with what could not be."""

    rules: Rules = ()
    slips: list[SheetProblem] = field(default_factory=list)


def parse(css: str, foreign: bool = False) -> ParsedSheet:
    """Read a sheet. From a `foreign` one, whatever reaches outside the publication is left out and told of."""
    parsed = ParsedSheet()
    reader = _SheetReader(parsed.slips, foreign)
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    parsed.rules = tuple(each for each in reader.rules(nodes) if isinstance(each, CssRule))
    return parsed


@dataclass(frozen=True, slots=True)
class _SheetReader:
    slips: list[SheetProblem]
    foreign: bool

    def rules(self, nodes: Iterable[Token]) -> Iterator[Declaration | CssRule]:
        for node in nodes:
            if node.type == "qualified-rule":
                yield CssRule(_trimmed(node.prelude), self._block(node.content))
            elif node.type == "at-rule":
                yield from self._at_rule(node)
            elif node.type == "declaration":
                yield from self._declaration(node)
            elif node.type == "error":
                self._slip("css.syntax", f"this is not CSS: {node.message}", node, "the rule around it is left out")

    def _block(self, content: Sequence[Token]) -> tuple[Declaration | CssRule, ...]:
        return tuple(self.rules(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)))

    def _at_rule(self, node: Token) -> Iterator[CssRule]:
        keyword = node.lower_at_keyword
        if self.foreign and keyword == "import":
            self._slip("css.import", "@import is not followed", node, "name the sheet under 'octavo: css'")
        elif keyword != "charset":
            content = None if node.content is None else self._block(node.content)
            yield CssRule(_trimmed(node.prelude), content, keyword)

    def _declaration(self, node: Token) -> Iterator[Declaration]:
        wrong = next((token for token in _deep(node.value) if token.type == "error"), None)
        if wrong is not None:
            self._slip("css.syntax", f"this is not CSS: {wrong.message}", wrong, f"'{node.name}' is left out")
            return
        outside = next(filter(None, map(_address, _deep(node.value))), "") if self.foreign else ""
        if outside and not outside.startswith(("data:", "#")):
            self._slip("css.url", f"'{outside}' is not taken into the editions", node, "put it in as a 'data:' address")
            return
        yield Declaration(node.name, _trimmed(node.value), node.important)

    def _slip(self, rule: str, message: str, node: Token, hint: str) -> None:
        self.slips.append(SheetProblem(rule, message, node.source_line, node.source_column, hint))


def _deep(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _deep(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _address(token: Token) -> str:
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name in ("url", "src", "image-set"):
        return next((str(each.value) for each in token.arguments if each.type == "string"), "?")
    return ""


def custom_properties(rules: Rules) -> dict[str, Tokens]:
    """What `:root` sets outside any condition; of two, the later."""
    return {
        each.name: each.value
        for rule in rules
        if not rule.keyword and text(rule.prelude) == ":root"
        for each in rule.content or ()
        if isinstance(each, Declaration) and each.name.startswith("--")
    }


def font_faces(rules: Rules) -> Iterator[dict[str, str]]:
    """The descriptors of every `@font-face`."""
    for rule in rules:
        if rule.keyword == "font-face":
            yield {each.name: text(each.value) for each in rule.content or () if isinstance(each, Declaration)}


def settled(rules: Rules, tokens: Mapping[str, Tokens]) -> Rules:
    """The rules with every `var()` replaced and every `calc()` worked out that can be; what is for screens goes."""
    return tuple(_settle(rule, tokens) for rule in rules if not _only_screen(rule))


def _only_screen(rule: CssRule) -> bool:
    return rule.keyword == "media" and text(rule.prelude).startswith("screen")


def _settle(rule: CssRule, tokens: Mapping[str, Tokens]) -> CssRule:
    root = text(rule.prelude) == ":root"
    content: list[Declaration | CssRule] = []
    for each in rule.content or ():
        if isinstance(each, CssRule):
            content.append(_settle(each, tokens))
        elif not (root and each.name.startswith("--")):
            content.append(Declaration(each.name, resolved(each.value, tokens), each.important))
    return CssRule(resolved(rule.prelude, tokens), None if rule.content is None else tuple(content), rule.keyword)


def resolved(value: Sequence[Token], tokens: Mapping[str, Tokens], path: tuple[str, ...] = ()) -> Tokens:
    """A value without `var()`; one that means nothing, or itself, is left as it is."""
    found: list[Token] = []
    for token in value:
        if token.type == "function" and token.lower_name == "var":
            found += _variable(token, tokens, path)
        elif token.type == "function":
            inner = resolved(token.arguments, tokens, path)
            made = tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, list(inner))
            found.append(_worked_out(made))
        elif token.type == "() block":
            inner = resolved(token.content, tokens, path)
            found.append(tinycss2.ast.ParenthesesBlock(token.source_line, token.source_column, list(inner)))
        else:
            found.append(token)
    return tuple(found)


def _variable(token: Token, tokens: Mapping[str, Tokens], path: tuple[str, ...]) -> Sequence[Token]:
    arguments = _trimmed(token.arguments)
    name = arguments[0].value if arguments and arguments[0].type == "ident" else ""
    if name in tokens and name not in path:
        return resolved(tokens[name], tokens, (*path, name))
    comma = next((at for at, each in enumerate(arguments) if each.type == "literal" and each.value == ","), None)
    if comma is not None:
        return resolved(_trimmed(arguments[comma + 1 :]), tokens, path)
    return (token,)


def _worked_out(function: Token) -> Token:
    if function.lower_name != "calc":
        return function
    found = _sum(list(function.arguments))
    if found is None:
        return function
    number, unit = found
    short = f"{number:.4f}".rstrip("0").rstrip(".")
    return tinycss2.parse_one_component_value(("0" if short in ("", "-0") else short) + unit)


Quantity = tuple[float, str]


def _sum(tokens: list[Token]) -> Quantity | None:
    """A sum of products whose units agree; None for anything else, which is left to the reader of the sheet."""
    words = [token for token in tokens if token.type != "whitespace"]
    total = _product(words)
    while total and words and words[0].type == "literal" and words[0].value in "+-":
        sign = 1 if words.pop(0).value == "+" else -1
        more = _product(words)
        if more is None or more[1] != total[1]:
            return None
        total = (total[0] + sign * more[0], total[1])
    return None if words else total


def _product(words: list[Token]) -> Quantity | None:
    result = _factor(words)
    while result and words and words[0].type == "literal" and words[0].value in "*/":
        times = words.pop(0).value == "*"
        other = _factor(words)
        if other is None or (other[1] and (result[1] or not times)) or (not times and not other[0]):
            return None
        result = (result[0] * other[0], result[1] or other[1]) if times else (result[0] / other[0], result[1])
    return result


def _factor(words: list[Token]) -> Quantity | None:
    if not words:
        return None
    token = words.pop(0)
    if token.type == "number":
        return token.value, ""
    if token.type == "dimension":
        return token.value, token.unit
    if token.type == "percentage":
        return token.value, "%"
    if token.type == "() block":
        return _sum(token.content)
    if token.type == "function" and token.lower_name == "calc":
        return _sum(token.arguments)
    return None


def _trimmed(tokens: Sequence[Token]) -> Tokens:
    start, end = 0, len(tokens)
    while start < end and tokens[start].type in ("whitespace", "comment"):
        start += 1
    while end > start and tokens[end - 1].type in ("whitespace", "comment"):
        end -= 1
    return tuple(token for token in tokens[start:end] if token.type != "comment")


def tokens(css: str) -> Tokens:
    """CSS as tokens."""
    return tuple(tinycss2.parse_component_value_list(css))


def text(tokens: Sequence[Token]) -> str:
    """Tokens as CSS, white space folded."""
    return "".join(" " if token.type == "whitespace" else token.serialize() for token in tokens)


def written(rules: Iterable[Declaration | CssRule]) -> str:
    """Rules as CSS, one to a line."""
    return "".join(filter(None, map(_write, rules)))


def _write(each: Declaration | CssRule) -> str:
    if isinstance(each, Declaration):
        return f"{each.name}:{text(each.value)}{' !important' if each.important else ''};"
    head = text(each.prelude)
    if each.keyword:
        head = f"@{each.keyword} {head}".rstrip()
    if each.content is None:
        return f"{head};\n"
    return f"{head}{{{written(each.content).rstrip(';')}}}\n" if each.content else ""


# Turned round, for what is read from right to left. Reading systems and WeasyPrint do not all know logical properties.

_SIDES = {"left": "right", "right": "left"}
_SIDED_VALUES = frozenset({"text-align", "text-align-last", "float", "clear"})
_FOUR_SIDES = frozenset({"margin", "padding", "border-style", "inset"})


def mirrored(rules: Rules) -> Rules:
    """The rules with left and right exchanged; those about pages (`@page`) stay."""
    return tuple(
        rule if rule.keyword == "page" else replace(rule, content=rule.content and tuple(map(_mirrored, rule.content)))
        for rule in rules
    )


def _mirrored(each: Declaration | CssRule) -> Declaration | CssRule:
    if isinstance(each, CssRule):
        return mirrored((each,))[0]
    name = "-".join(_SIDES.get(part, part) for part in each.name.split("-")) if each.name[:2] != "--" else each.name
    value = each.value
    if name in _SIDED_VALUES or name == "--alignment":
        value = tuple(token for word in value for token in tokens(_SIDES.get(text([word]), text([word]))))
    elif name in _FOUR_SIDES:
        sides = [text([token]) for token in value if token.type != "whitespace"]
        if len(sides) == 4:
            value = tokens(" ".join((sides[0], sides[3], sides[2], sides[1])))
    elif name == "transform":
        value = tokens(text(value).replace("translate(-", "translate("))
    return replace(each, name=name, value=value)
