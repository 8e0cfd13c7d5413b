"""Steps: every function that is given out is declared as one, and what it is called decides nothing."""

from __future__ import annotations

import ast
import itertools
import pickle
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest

from jobs import tells_its_process
from octavo.build.editions import proofread
from octavo.build.schedule import POLICIES
from octavo.cache.blobs import BlobStore
from octavo.cache.memo import Dispatch, Memo, perform
from octavo.model.jobs import Step, Subject, step
from workshop import SRC

PACKAGE = SRC / "octavo"


def declared() -> dict[str, Step[Any, Any]]:
    """Every step of octavo, by its module and name."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "@step(" in text:
            name = ".".join(("octavo", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
            own = {f"{name}.{key}": each for key, each in vars(import_module(name)).items() if isinstance(each, Step)}
            found |= {key: each for key, each in own.items() if each.__module__ == name}
    return found


STEPS = declared()


def test_every_function_that_is_given_out_is_a_step() -> None:
    """Whatever is passed to a parameter called `spread` or `map_jobs` is a step where it was defined."""
    names = {key.rpartition(".")[2] for key in STEPS}
    given = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _called(node.func) in ("spread", "map_jobs"):
                first = node.args[0]
                given.add(
                    first.id if isinstance(first, ast.Name) else first.attr if isinstance(first, ast.Attribute) else "?"
                )
    assert len(given) > 8
    assert given - {"step", "function"} <= names


def _called(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def test_names_of_steps_are_unique() -> None:
    names = [each.name for each in STEPS.values()]
    assert len(names) == len(set(names)) > 8


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_pickled_by_its_place(name: str) -> None:
    assert pickle.loads(pickle.dumps(STEPS[name])) is STEPS[name]


def test_what_the_report_counts_is_counted_by_one_step_each() -> None:
    counted = [each.counts for each in STEPS.values() if each.counts]
    assert sorted(counted) == ["parsed", "rendered"]


def test_steps_that_open_pictures_say_so() -> None:
    """They decode what the author gives: Pillow and resvg may take the process with them."""
    assert {each.name for each in STEPS.values() if each.opens_pictures} == {"EPUB cover", "EPUB picture"}


def _double(job: tuple[int, str]) -> int:
    return 2 * job[0]


def test_another_name_of_the_function_changes_nothing(tmp_path: Path) -> None:
    """What is kept, counted and reported is the same when a function is renamed or moved."""

    def _renamed(job: tuple[int, str]) -> int:
        raise AssertionError(job)  # its results are kept already

    _renamed.__module__ = "elsewhere"
    facts: dict[str, Any] = {"subject": lambda job: Subject(job[1]), "counts": "parsed"}
    dispatch: Dispatch = lambda due: [perform(each) for each in due]  # noqa: E731
    first = Memo(BlobStore(tmp_path), "tools", tmp_path, dispatch, use=True)
    assert first(step("double", **facts)(_double), [(4, "a"), (5, "b")]) == [8, 10]
    assert first.count("parsed") == 2
    second = Memo(BlobStore(tmp_path), "tools", tmp_path, dispatch, use=True, before=first.history)
    assert second(step("double", **facts)(_renamed), [(4, "a"), (5, "b")]) == [8, 10]
    assert second.count("parsed") == 0
    assert second.history == first.history


def test_a_step_is_called_like_its_function() -> None:
    assert "gathering" in (proofread.__doc__ or "")
    assert tells_its_process(None) > 0


def test_nothing_reads_the_names_of_functions() -> None:
    """Whatever scheduling, caching and reports have to know of a step, its declaration says."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and file.parent.name in ("build", "cache", "executor", "cli"):
                assert node.attr not in ("__name__", "__qualname__", "__module__") or _is_of_a_type(file, node), file


def _is_of_a_type(file: Path, node: ast.Attribute) -> bool:
    """The digest of data names their classes."""
    return file.name in ("digest.py", "memo.py") and ast.unparse(node) in ("kind.__qualname__", "type(found).__name__")


def test_what_is_prepared_ahead_exists() -> None:
    """A module or function that has moved would only cost time, and no other test would notice."""
    for policy in POLICIES.values():
        ahead = policy.worker_imports, policy.worker_imports_for_print, policy.imports, policy.imports_for_print
        for reference in itertools.chain(*ahead):
            assert resolve_name(reference), reference
