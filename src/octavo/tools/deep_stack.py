"""A larger Python stack frame for functions that call deeply and often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import CodeType, FunctionType
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_WORDS = 2**16 + 1
"""A little over half a megabyte: CPython then allocates a whole one, and the functions that are called use the rest."""


def with_large_stack(function: Callable[P, R]) -> Callable[P, R]:
    """Return the same function, with half a megabyte of Python stack for everything that it calls.

    CPython (3.11 and later) allocates memory for its frames in chunks of 16 KB, and frees each as soon as it is empty.
    A loop that happens to run at the end of a chunk allocates and frees one at every call, which took a sixth of the
    time to lay out a gathering. A frame that needs more gets a larger chunk, and the frames it calls get the rest.
    On other interpreters this does nothing.
    """

    def call(*given: Any, **named: Any) -> Any:
        return function(*given, **named)

    code: CodeType = call.__code__.replace(co_stacksize=_WORDS)
    larger = FunctionType(code, call.__globals__, call.__name__, call.__defaults__, call.__closure__)
    return cast(Callable[P, R], wraps(function)(larger))
