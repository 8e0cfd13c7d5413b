"""CSS as data: parsed, its custom properties resolved, its left and right exchanged, and serialized again.

Not every reading system knows `var()` and `calc()`, and print is faster without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tinycss2

Token = Any
"""A node of tinycss2."""

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where in an author's sheet something is: the file, as messages show it, its line and column."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: value`; the name of a custom property starts with two hyphens."""

    name: str
    value: tuple[Token, ...]
    important: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CssRule:
    """`prelude { content }`, or an at-rule: `keyword` is its name, and `content` None where it ends in a semicolon."""

    prelude: tuple[Token, ...]
    content: tuple[Declaration | CssRule, ...] | None
    keyword: str = ""
    origin: Origin | None = None


Rules = tuple[CssRule, ...]


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with a sheet, and where in it; `rule` is the id of the rule that it breaks."""

    rule: str
    message: str
    line: int
    column: int
    hint: str = ""


@dataclass(slots=True)
class ParsedSheet:
    """The rules of a sheet, and what is wrong with it."""

    rules: Rules = ()
    problems: list[SheetProblem] = field(default_factory=list)


Take = Callable[[str], "str | tuple[str, str, str]"]
"""Returns the URL under which editions have what a sheet names; or a rule, a message and a hint where they do not."""


def parse(css: str, file: str = "", take: Take | None = None) -> ParsedSheet:
    """Parse a sheet. `file` and `take` are given for one that is not octavo's.

    Whatever would then reach outside the publication is left out and reported.
    """
    parsed = ParsedSheet()
    reader = _SheetReader(parsed.problems, file, take)
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    parsed.rules = tuple(each for each in reader.rules(nodes) if isinstance(each, CssRule))
    return parsed


@dataclass(frozen=True, slots=True)
class _SheetReader:
    problems: list[SheetProblem]
    file: str
    take: Take | None

    def rules(self, nodes: Iterable[Token], keyword: str = "") -> Iterator[Declaration | CssRule]:
        for node in nodes:
            if node.type == "qualified-rule":
                yield CssRule(_trimmed(node.prelude), self._block(node.content), "", self._origin(node))
            elif node.type == "at-rule":
                yield from self._at_rule(node)
            elif node.type == "declaration":
                yield from self._declaration(node, keyword)
            elif node.type == "error":
                self._report(
                    "css.syntax", f"this is not CSS: {node.message}", node, "correct it: the rule around it is left out"
                )

    def _block(self, content: Sequence[Token], keyword: str = "") -> tuple[Declaration | CssRule, ...]:
        nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        return tuple(self.rules(nodes, keyword))

    def _at_rule(self, node: Token) -> Iterator[CssRule]:
        keyword = node.lower_at_keyword
        if self.take and keyword == "import":
            self._report("css.import", "'@import' is not followed", node, "list the sheet under 'octavo: css'")
        elif keyword != "charset":
            content = None if node.content is None else self._block(node.content, keyword)
            yield CssRule(_trimmed(node.prelude), content, keyword, self._origin(node))

    def _declaration(self, node: Token, keyword: str) -> Iterator[Declaration]:
        wrong = next((token for token in _deep(node.value) if token.type == "error"), None)
        if wrong is not None:
            self._report(
                "css.syntax", f"this is not CSS: {wrong.message}", wrong, f"correct it: '{node.name}' is left out"
            )
            return
        value: Sequence[Token] | None = node.value
        if self.take and keyword != "font-face":
            value = self._with_files(node.value, node)
        if value is not None:
            yield Declaration(node.name, _trimmed(value), node.important, self._origin(node))

    def _with_files(self, value: Sequence[Token], node: Token, in_set: bool = False) -> list[Token] | None:
        """A value with the files that it names as editions have them; None where there is one that they cannot have."""
        assert self.take is not None
        found: list[Token] = []
        for token in value:
            named = url_of(token) or (token.value if in_set and token.type == "string" else "")
            if named and not named.startswith("#"):
                taken = self.take(named)
                if not isinstance(taken, str):
                    self._report(taken[0], taken[1], node, taken[2])
                    return None
                found.append(tinycss2.parse_one_component_value(f'url("{taken}")'))
            elif token.type == "function" and not named:
                inner = self._with_files(token.arguments, node, in_set=token.lower_name.endswith("image-set"))
                if inner is None:
                    return None
                found.append(tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, inner))
            else:
                found.append(token)
        return found

    def _origin(self, node: Token) -> Origin | None:
        return Origin(self.file, node.source_line, node.source_column) if self.file else None

    def _report(self, rule: str, message: str, node: Token, hint: str) -> None:
        self.problems.append(SheetProblem(rule, message, node.source_line, node.source_column, hint))


def _deep(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens with those in their blocks and functions."""
    for token in tokens:
        yield token
        yield from _deep(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def url_of(token: Token) -> str:
    """Return the URL that a token stands for; nothing where it stands for none."""
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name in ("url", "src"):
        return next((str(each.value) for each in token.arguments if each.type == "string"), "?")
    return ""


def custom_properties(rules: Rules) -> dict[str, Tokens]:
    """Return the custom properties that `:root` sets outside any condition; of two, the later."""
    return {
        each.name: each.value
        for rule in rules
        if not rule.keyword and text(rule.prelude) == ":root"
        for each in rule.content or ()
        if isinstance(each, Declaration) and each.name.startswith("--")
    }


def choose(rules: Rules, chosen: Collection[str], choices: Sequence[str]) -> Rules:
    """Return the rules for what is chosen: of those under `:root.NAME`, where the name begins with one of `choices`.

    A selector loses the class of a name that is chosen, and goes with one that is not.
    """
    return tuple(made for rule in rules if (made := _choose(rule, chosen, tuple(choices))) is not None)


def _choose(rule: CssRule, chosen: Collection[str], choices: tuple[str, ...]) -> CssRule | None:
    if rule.keyword:
        content = rule.content
        if rule.keyword in ("media", "supports", "layer", "container") and content is not None:
            inner = choose(tuple(each for each in content if isinstance(each, CssRule)), chosen, choices)
            content = (*(each for each in content if isinstance(each, Declaration)), *inner)
        return replace(rule, content=content)
    written = text(rule.prelude)
    if not any(name.startswith(choices) for name in _CHOICE.findall(written)):
        return rule
    kept = []
    for selector in written.split(","):
        bare = selector.strip()
        while found := _CHOICE.match(bare):
            if not found[1].startswith(choices):
                break
            if found[1] not in chosen:
                bare = ""
                break
            bare = f":root{bare[found.end() :]}"
        if bare:
            kept.append(bare.removeprefix(":root ").strip() if bare.startswith(":root ") else bare)
    return replace(rule, prelude=tokens(", ".join(kept))) if kept else None


_CHOICE = re.compile(r":root\.([\w-]+)")


def origins(rules: Iterable[CssRule | Declaration]) -> Iterator[Origin]:
    """Yield where the declarations of an author are, in their order."""
    for each in rules:
        if isinstance(each, CssRule):
            yield from origins(each.content or ())
        elif each.origin is not None:
            yield each.origin


def without(rules: Rules, removed: Container[Origin]) -> Rules:
    """Return rules without some declarations of an author."""
    return tuple(_without(rule, removed) for rule in rules)


def _without(rule: CssRule, removed: Container[Origin]) -> CssRule:
    if rule.content is None or rule.origin is None:
        return rule
    kept = (each for each in rule.content if isinstance(each, CssRule) or each.origin not in removed)
    return replace(rule, content=tuple(_without(each, removed) if isinstance(each, CssRule) else each for each in kept))


def font_faces(rules: Rules) -> Iterator[dict[str, str]]:
    """Yield the descriptors of every `@font-face` rule."""
    for rule in rules:
        if rule.keyword == "font-face":
            yield {each.name: text(each.value) for each in rule.content or () if isinstance(each, Declaration)}


def settle(rules: Rules, tokens: Mapping[str, Tokens]) -> Rules:
    """Return rules with every `var()` replaced and every `calc()` calculated that can be.

    Those of octavo's own that are only for screens are left out.
    """
    return tuple(_settle(rule, tokens) for rule in rules if rule.origin or not is_only_for_screens(rule))


def for_print(rules: Rules) -> Rules:
    """Return rules without those that are only for screens."""
    return tuple(rule for rule in rules if not is_only_for_screens(rule))


def is_only_for_screens(rule: CssRule) -> bool:
    """Return whether no query of a rule lets it apply in print (Media Queries 4, section 2)."""
    queries = text(rule.prelude).lower().split(",")
    return rule.keyword == "media" and all(_SCREENS.match(query.strip()) for query in queries)


_SCREENS = re.compile(r"(?:only\s+)?screen\b|not\s+print\s*$")


def _settle(rule: CssRule, tokens: Mapping[str, Tokens]) -> CssRule:
    root = text(rule.prelude) == ":root"
    content: list[Declaration | CssRule] = []
    for each in rule.content or ():
        if isinstance(each, CssRule):
            content.append(_settle(each, tokens))
        elif not (root and each.name.startswith("--")):
            content.append(replace(each, value=resolve(each.value, tokens)))
    settled = None if rule.content is None else tuple(content)
    return replace(rule, prelude=resolve(rule.prelude, tokens), content=settled)


def resolve(value: Sequence[Token], tokens: Mapping[str, Tokens], path: tuple[str, ...] = ()) -> Tokens:
    """Return a value with every `var()` replaced, except one that has no value, or refers to itself (`path`)."""
    found: list[Token] = []
    for token in value:
        if token.type == "function" and token.lower_name == "var":
            found += _variable(token, tokens, path)
        elif token.type == "function":
            inner = resolve(token.arguments, tokens, path)
            made = tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, list(inner))
            found.append(_calculated(made))
        elif token.type == "() block":
            inner = resolve(token.content, tokens, path)
            found.append(tinycss2.ast.ParenthesesBlock(token.source_line, token.source_column, list(inner)))
        else:
            found.append(token)
    return tuple(found)


def _variable(token: Token, tokens: Mapping[str, Tokens], path: tuple[str, ...]) -> Sequence[Token]:
    arguments = _trimmed(token.arguments)
    name = arguments[0].value if arguments and arguments[0].type == "ident" else ""
    if name in tokens and name not in path:
        return resolve(tokens[name], tokens, (*path, name))
    comma = next((at for at, each in enumerate(arguments) if each.type == "literal" and each.value == ","), None)
    if comma is not None:
        return resolve(_trimmed(arguments[comma + 1 :]), tokens, path)
    return (token,)


def _calculated(function: Token) -> Token:
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
    """A sum of products whose units agree; None for anything else, which is left as it is."""
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
    """Return CSS as tokens."""
    return tuple(tinycss2.parse_component_value_list(css))


def text(tokens: Sequence[Token]) -> str:
    """Return tokens as CSS, white space folded."""
    return "".join(" " if token.type == "whitespace" else token.serialize() for token in tokens)


def number(value: Sequence[Token], default: float) -> float:
    """Return a value that is one number; `default` where it is anything else."""
    words = _trimmed(value)
    return float(words[0].value) if len(words) == 1 and words[0].type == "number" else default


def serialize(rules: Iterable[Declaration | CssRule]) -> str:
    """Return rules as CSS, one to a line."""
    return "".join(filter(None, map(_serialize, rules)))


def _serialize(each: Declaration | CssRule) -> str:
    if isinstance(each, Declaration):
        return f"{each.name}:{text(each.value)}{' !important' if each.important else ''};"
    head = text(each.prelude)
    if each.keyword:
        head = f"@{each.keyword} {head}".rstrip()
    if each.content is None:
        return f"{head};\n"
    return f"{head}{{{serialize(each.content).rstrip(';')}}}\n" if each.content else ""


# Mirroring, for texts that are read from right to left: not all reading systems know logical properties, nor does
# WeasyPrint.

_SIDES = {"left": "right", "right": "left"}
_SIDED_VALUES = frozenset({"text-align", "text-align-last", "float", "clear"})
_FOUR_SIDES = frozenset({"margin", "padding", "border-style", "inset"})


def mirror(rules: Rules) -> Rules:
    """Return rules with left and right exchanged, except those about pages (`@page`)."""
    return tuple(
        rule if rule.keyword == "page" else replace(rule, content=rule.content and tuple(map(_mirror, rule.content)))
        for rule in rules
    )


def _mirror(each: Declaration | CssRule) -> Declaration | CssRule:
    if isinstance(each, CssRule):
        return mirror((each,))[0]
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
