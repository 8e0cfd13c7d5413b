"""What style sheets say about the family, weight and slope of type, compiled from the sheets that are in force.

Selectors are matched with names alone: elements, classes, ids and languages. Where a name does not decide whether a
selector matches (an attribute, a sibling, a condition), the rule is only possible, and its value is added to what
else the element may be set in. So no character can be missing from a subset, and a few may be too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from octavo.model.html_elements import HEADINGS, ITALIC, MONOSPACE
from octavo.press import cssom
from octavo.press.cssom import CssRule, Declaration, Rules, Token

GENERIC = frozenset({
    "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji", "inherit", "initial",
    "unset", "revert",
})  # fmt: skip
"""Words of `font-family` that name no font (CSS Fonts Level 4, section 2.1.4)."""
_BROWSER = (
    f"address,{','.join(sorted(ITALIC))}{{font-style:italic}}b,strong,th,{','.join(sorted(HEADINGS))}{{font-weight:700}}"
    f"{','.join(sorted(MONOSPACE))}{{font-family:var(--code-family)}}"
)
"""What the style sheet of every browser says (HTML, section 15.3), as far as it concerns type."""
_AROUND = frozenset({"html", "body", "main", ":root", ".book", ".galley"})
"""What may be around a fragment without being part of it."""
_WEIGHTS = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 400}
_STRINGS = frozenset({"content", "quotes", "list-style", "list-style-type", "hyphenate-character", "text-emphasis"})
_SMALL_CAPITALS = re.compile(r"small-caps|\b(?:smcp|c2sc)\b")
_CAPITAL_PROPERTIES = frozenset({"font-variant-caps", "font-variant", "font-feature-settings"})


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """One way in which text may be set: families in their order, a weight from 1 to 1000, and whether it is italic."""

    families: tuple[str, ...]
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One selector with what it says of type. None stands for what it does not say."""

    subject: frozenset[str]
    """The names that an element must have: `em`, `.subtitle`, `#intro`, `:lang(ja)`."""
    above: tuple[tuple[frozenset[str], bool], ...]
    """The names that its ancestors must have, from the nearest on; True where the parent itself must have them."""
    is_sure: bool
    """Whether the names alone decide that the rule applies."""
    weight: int | None
    italic: bool | None
    families: tuple[str, ...] | None
    specificity: tuple[bool, int, int, int]


def compile_rules(rules: Rules, tokens: Mapping[str, cssom.Tokens]) -> tuple[TypeRule, ...]:
    """Return what rules and browsers say of type, in the order of the cascade (CSS Cascading Level 4, section 6)."""
    sheets = (*_compile(cssom.parse(_BROWSER).rules, tokens, False, -1), *_compile(rules, tokens, False, 0))
    return tuple(sorted(sheets, key=lambda rule: rule.specificity))


def generated_characters(rules: Rules) -> frozenset[str]:
    """Return the characters that rules themselves show: those of `content`, `quotes`, list markers and the like."""
    return frozenset(
        character
        for each in _declarations(rules)
        if each.name in _STRINGS
        for token in each.value
        if token.type == "string"
        for character in token.value
    )


def has_small_capitals(rules: Rules, tokens: Mapping[str, cssom.Tokens]) -> bool:
    """Return whether any rule asks for small capitals."""
    return any(
        each.name in _CAPITAL_PROPERTIES and _SMALL_CAPITALS.search(cssom.text(cssom.resolve(each.value, tokens)))
        for each in _declarations(rules)
    )


def without_generic(rules: Rules, names: Mapping[str, str]) -> Rules:
    """Return rules that name a family where they named a generic one."""
    return tuple(_without_generic(rule, names) for rule in rules)


def _without_generic(rule: CssRule, names: Mapping[str, str]) -> CssRule:
    content: list[CssRule | Declaration] = []
    for each in rule.content or ():
        if isinstance(each, CssRule):
            content.append(_without_generic(each, names))
        elif each.name in ("font", "font-family") or (each.name.startswith("--") and each.name.endswith("-family")):
            value = tuple(
                cssom.tokens(f'"{names[token.lower_value]}"')[0]
                if token.type == "ident" and token.lower_value in names
                else token
                for token in each.value
            )
            content.append(replace(each, value=value))
        else:
            content.append(each)
    return rule if rule.content is None else replace(rule, content=tuple(content))


def aligned(rules: Rules) -> frozenset[str]:
    """Return the names of the elements that rules align in the middle or on the other side."""
    found: set[str] = set()
    for rule in rules:
        content = rule.content or ()
        found |= aligned(tuple(each for each in content if isinstance(each, CssRule)))
        values = [
            cssom.text(each.value) for each in content if isinstance(each, Declaration) and each.name == "text-align"
        ]
        if not rule.keyword and set(values) - {"left", "start"}:
            found.update(name for selector in _selectors(rule.prelude) for name in selector.subject)
    return frozenset(found)


def _declarations(rules: Iterable[CssRule | Declaration]) -> Iterator[Declaration]:
    for rule in rules:
        if isinstance(rule, Declaration):
            yield rule
        else:
            yield from _declarations(rule.content or ())


def _compile(rules: Rules, tokens: Mapping[str, cssom.Tokens], is_conditional: bool, origin: int) -> Iterator[TypeRule]:
    for rule in rules:
        inner = tuple(each for each in rule.content or () if isinstance(each, CssRule))
        if rule.keyword in ("media", "supports", "layer", "container"):
            yield from _compile(inner, tokens, True, origin)
        if rule.keyword:
            continue
        said = _Said.of((each for each in rule.content or () if isinstance(each, Declaration)), tokens)
        if said is None:
            continue
        for selector in _selectors(rule.prelude):
            important, ids, names, elements = said.is_important, *selector.specificity
            yield TypeRule(
                selector.subject,
                tuple(selector.above),
                selector.is_sure and not is_conditional,
                said.weight,
                said.italic,
                said.families,
                (important, ids if origin == 0 else -1, names, elements),
            )


@dataclass(slots=True)
class _Said:
    weight: int | None = None
    italic: bool | None = None
    families: tuple[str, ...] | None = None
    is_important: bool = False

    @classmethod
    def of(cls, declarations: Iterable[Declaration], tokens: Mapping[str, cssom.Tokens]) -> _Said | None:
        """Return what a block says of type; None where it says nothing."""
        said = cls()
        for each in declarations:
            if each.name not in ("font", "font-weight", "font-style", "font-family"):
                continue
            said.is_important |= each.important
            value = cssom.resolve(each.value, tokens)
            if each.name in ("font", "font-weight"):
                said.weight = next(filter(None, map(_weight, value)), said.weight)
            if each.name in ("font", "font-style"):
                said.italic = next((found for found in map(_slope, value) if found is not None), said.italic)
            if each.name in ("font", "font-family"):
                said.families = tuple(dict.fromkeys(families(each.name, value))) or said.families
        return None if said == cls(is_important=said.is_important) else said


def _weight(token: Token) -> int | None:
    if token.type == "number" and 100 <= token.value <= 1000:
        return int(token.value)
    return _WEIGHTS.get(token.lower_value) if token.type == "ident" else None


def _slope(token: Token) -> bool | None:
    known = {"italic": True, "oblique": True, "normal": False}
    return known.get(token.lower_value) if token.type == "ident" else None


def families(name: str, value: cssom.Tokens, with_generic: bool = False) -> Iterator[str]:
    """Yield the families that a declaration `name` names; several words without quotation marks are one family.

    Those that name no font are left out, unless they are asked for.
    """
    if name == "font":
        sizes = [at for at, token in enumerate(value) if token.type in ("dimension", "percentage")]
        value = value[sizes[-1] + 1 :] if sizes else ()
        if value and value[0].type == "literal" and value[0].value == "/":
            value = value[2:]
    words: list[str] = []
    for token in (*value, None):
        if token is None or (token.type == "literal" and token.value == ","):
            found = " ".join(words)
            if found and (with_generic or found not in GENERIC):
                yield found
            words = []
        elif token.type in ("string", "ident"):
            words.append(token.value)


@dataclass(slots=True)
class _Selector:
    subject: frozenset[str] = frozenset()
    above: list[tuple[frozenset[str], bool]] = field(default_factory=list)
    is_sure: bool = True
    ids: int = 0
    names: int = 0
    elements: int = 0

    @property
    def specificity(self) -> tuple[int, int, int]:
        return self.ids, self.names, self.elements


_PART = re.compile(r"""
    (?P<skip>::[\w-]+(?:\([^)]*\))?) | (?P<lang>:lang\(["']?(?P<tag>[\w-]+)["']?\)) | (?P<where>:where\([^()]*\)) |
    (?P<pseudo>:[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?) | (?P<attribute>\[[^\]]*\]) | (?P<id>\#[\w-]+) |
    (?P<class>\.(?:[\w-]|\\.|[^\x00-\x7f])+) | (?P<element>(?:[\w-]|[^\x00-\x7f])+) | (?P<any>\*) |
    (?P<combinator>\s*[>+~]\s*|\s+)""", re.VERBOSE)  # fmt: skip


def _selectors(prelude: cssom.Tokens) -> Iterator[_Selector]:
    one: list[Token] = []
    for token in (*prelude, None):
        if token is not None and not (token.type == "literal" and token.value == ","):
            one.append(token)
        else:
            yield _selector(cssom.text(one).strip())
            one = []


def _selector(text: str) -> _Selector:
    """Read one selector from left to right; what is to the left of a sibling makes it only possible."""
    made = _Selector()
    compound: set[str] = set()
    above: list[tuple[frozenset[str], bool]] = []
    for part in _PART.finditer(text):
        kind = part.lastgroup if part.lastgroup != "tag" else "lang"
        match kind:
            case "combinator":
                sign = part[0].strip()
                if sign in ("+", "~"):
                    made.is_sure = False
                else:
                    above.insert(0, (frozenset(compound), sign == ">"))
                compound = set()
            case "lang":
                compound.add(f":lang({part['tag'].lower()})")
                made.names += 1
            case "pseudo":
                made.is_sure &= part[0] == ":root"
                made.names += 1
                compound |= {":root"} if part[0] == ":root" else set()
            case "skip" | "where" | "attribute":
                made.is_sure = False
                made.names += kind == "attribute"
            case "id":
                compound.add(part[0])
                made.ids += 1
            case "class":
                compound.add(part[0].replace("\\", ""))
                made.names += 1
            case "element":
                compound.add(part[0].lower())
                made.elements += 1
            case _:
                pass
    made.subject, made.above = frozenset(compound), above
    made.is_sure &= len(above) < 2 and all(len(names) == 1 for names, _ in above)
    return made


class TypeMatcher:
    """Finds the styles in which an element may be set."""

    def __init__(self, rules: tuple[TypeRule, ...]) -> None:
        self._rules = rules
        self.names = frozenset(name for rule in rules for name in rule.subject)
        """The names that decide how an element itself is set."""
        self.names_above = frozenset(name for rule in rules for names, _ in rule.above for name in names)
        """The names that decide how elements under an element are set."""

    def styles(
        self,
        names: frozenset[str],
        parent: frozenset[str],
        above: frozenset[str],
        inherited: frozenset[TypeStyle],
    ) -> frozenset[TypeStyle]:
        """Return the styles of an element of some names, under a parent and ancestors of some names."""
        styles = inherited
        for rule in self._rules:
            if not rule.subject <= names:
                continue
            sure = _applies(rule, parent, above)
            if sure is not None:
                changed = frozenset(_changed(style, rule) for style in styles)
                styles = changed if sure else styles | changed
        return styles


def _applies(rule: TypeRule, parent: frozenset[str], above: frozenset[str]) -> bool | None:
    """Whether a rule applies for sure; None where it cannot."""
    sure = rule.is_sure
    for wanted, is_parent in rule.above:
        missing = wanted - (parent if is_parent else above)
        if missing - _AROUND:
            return None
        sure = sure and not missing
        if is_parent and len(rule.above) > 1:
            parent = above  # the next compound is about an ancestor of which only the names are known
    return sure


def _changed(style: TypeStyle, rule: TypeRule) -> TypeStyle:
    return TypeStyle(
        style.families if rule.families is None else rule.families,
        style.weight if rule.weight is None else rule.weight,
        style.italic if rule.italic is None else rule.italic,
    )
