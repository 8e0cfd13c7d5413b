"""The values of a header or another file of keys: checked against the records of the keys, and put into dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from octavo.model.keys import Key, Shape, ValueType, keys_of
from octavo.source import keys, values
from octavo.source.tree import Path
from octavo.source.value_problem import TYPE, ValueProblem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """What is wrong with the key or the value at a path; without a `problem`, there is no such key."""

    path: Path
    problem: ValueProblem | None = None


def validate(
    data: Mapping[str, Any], known: Mapping[str, Key], is_open: bool
) -> tuple[dict[str, Any], list[KeyProblem]]:
    """Return the values that are right, by `Key.attribute`, and what is wrong with the others.

    Keys that are not `known` are left alone if the mapping is open to keys of other tools. An empty value becomes None.
    """
    return _Validator().group(data, known, (), is_open)


def construct(cls: type[T], said: Mapping[str, Any], usual: T | None = None) -> T:
    """Return a dataclass with validated values; what they leave out is as in `usual`, else the default."""
    given = {
        name: value
        for name, key in keys_of(cls).items()
        if (value := _construct(key, said, getattr(usual, name, ()))) is not None
    }
    return cls(**given) if usual is None else replace(usual, **given)  # type: ignore[type-var]


def _construct(key: Key, said: Mapping[str, Any], usual: Any) -> Any:
    value = said.get(key.attribute)
    for alias in key.aliases:
        if (more := said.get(alias.replace("-", "_"))) is not None:
            merged: list[Any] = []  # mappings are not hashable
            for each in [*(value or ()), *more]:
                merged += [each] if each not in merged else []
            value = merged
    if value is None:
        return None
    if key.shape is Shape.GROUP and key.group is not None:
        return construct(key.group, value)
    if key.group is not None:
        return tuple(construct(key.group, each) for each in value)
    if key.shape is Shape.MAPPING:  # in their order, so that a rule overrides its family
        return tuple(sorted((dict(usual) | value).items()))
    return tuple(value) if isinstance(value, list) else value


class _Validator:
    def __init__(self) -> None:
        self.problems: list[KeyProblem] = []

    def group(
        self, data: Mapping[str, Any], known: Mapping[str, Key], path: Path, is_open: bool
    ) -> tuple[dict[str, Any], list[KeyProblem]]:
        valid: dict[str, Any] = {}
        for name, value in data.items():
            if name in known:
                key = known[name]
                self.value(key, value, (*path, name), valid, name.replace("-", "_"))
            elif not is_open:
                self.problems.append(KeyProblem((*path, name)))
        return valid, self.problems

    def value(self, key: Key, value: Any, path: Path, valid: dict[str, Any], attribute: str) -> None:
        """Add a value to those that are valid; a list with a mistake in it is left out whole."""
        before = len(self.problems)
        try:
            read = self.read(key, value, path)
        except ValueProblem as problem:
            self.problems.append(KeyProblem(path, problem))
            return
        if len(self.problems) == before or (key.shape in (Shape.GROUP, Shape.MAPPING) and read is not None):
            valid[attribute] = read

    def read(self, key: Key, value: Any, path: Path) -> Any:
        if key.name == keys.CHAPTERS.name or value is None:
            return None
        if key.shape is Shape.GROUP:
            return self.inner(key, values.mapping(value, _example(key)), path, is_open=False)
        if key.shape is Shape.MAPPING:
            return self.mapping(key, values.mapping(value, _example(key)), path)
        if key.shape is Shape.ONE:
            return values.parse(key, value)
        parsed = [self.member(key, each, (*path, row)) for row, each in enumerate(values.members(key, value))]
        return None if any(each is None for each in parsed) else values.collect(key, parsed)

    def member(self, key: Key, value: Any, path: Path) -> Any:
        """Return a member of a list; None if something is wrong with it."""
        try:
            if key.value is ValueType.PERSON:
                return self.inner(key, values.person(value), path, is_open=True)
            return values.parse(key, value)
        except ValueProblem as problem:
            self.problems.append(KeyProblem(path, problem))
            return None

    def mapping(self, key: Key, value: Mapping[str, Any], path: Path) -> dict[str, Any]:
        valid: dict[str, Any] = {}
        for name, each in value.items():
            if key.members and name not in key.members:
                self.problems.append(KeyProblem((*path, name)))
                continue
            try:
                valid[name] = values.parse(key, each)
            except ValueProblem as problem:
                self.problems.append(KeyProblem((*path, name), problem))
        return valid

    def inner(self, key: Key, value: Mapping[str, Any], path: Path, is_open: bool) -> dict[str, Any] | None:
        """Return the keys of a group; None if it lacks one that it must have."""
        known, before = keys.inner(key), len(self.problems)
        valid, _ = self.group(value, known, path, is_open)
        lacking = [each for each in known.values() if each.is_required and valid.get(each.attribute) is None]
        if lacking and len(self.problems) == before:
            one = lacking[0]
            problem = ValueProblem(TYPE, "must not be empty" if one.name in value else "is missing", one.doc)
            self.problems.append(KeyProblem((*path, one.name), problem))
        return None if lacking else valid


def _example(key: Key) -> str:
    """Return the hint for a key with keys under it that is given one value."""
    inner = next(iter(keys.inner(key)), "")
    if key.choices and inner:
        return f"write, for example, {key.name}: {{{inner}: {key.choices[0]}}}. {key.doc}"
    return f"write keys under it, such as {inner}" if inner else ""
