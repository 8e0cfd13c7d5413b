"""WeasyPrint's declarations of C, read once.

WeasyPrint tells cffi in C which functions of Pango, HarfBuzz and Fontconfig there are. To read that takes a third of
the time of its import, in every process. So what came of the reading lies in octavo's cache, and is given to WeasyPrint
where it asks for cffi; that calls it out-of-line ABI mode.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import marshal
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from octavo.tools import cache_dir

_MORE = (
    "uint8_t * pango_log2vis_get_embedding_levels (const char *text, int length, PangoDirection *pbase_dir);"
    "void g_free (void *memory);"
    "PangoLayout * pango_layout_copy (PangoLayout *source);"
)
"""Functions that octavo calls and WeasyPrint does not."""
_LIBRARIES = {"gobject", "pango", "harfbuzz", "harfbuzz_subset", "harfbuzz_vector", "fontconfig", "pangoft2"}
"""What WeasyPrint calls those that it opens."""
_HEAD = 16
"""Bytes of digest before what is kept."""


def library() -> tuple[Any, Any, Any]:
    """WeasyPrint's binding of C, with what octavo adds to it: cffi's object, GObject and Pango."""
    with read_once():
        from weasyprint.text.ffi import ffi, gobject, pango
    return ffi, gobject, pango


@contextmanager
def read_once() -> Iterator[None]:
    """While this lasts, WeasyPrint is imported without its declarations being read, if they ever were."""
    if "weasyprint.text.ffi" in sys.modules:
        yield
        _complete(sys.modules["weasyprint.text.ffi"].ffi)
        return
    file = _file()
    known = _read(file) if file is not None else None
    if file is not None and known is not None:
        with _in_place_of_cffi(_KnownDeclarations(*known)):
            try:
                yield
            except OSError:  # a library is gone from where it was: the next import looks further
                file.unlink(missing_ok=True)
                raise
        return
    yield
    from weasyprint.text.ffi import ffi

    _complete(ffi)
    if file is not None:
        with suppress(Exception):  # it costs time at the next start, and nothing else
            _keep(ffi, file)


@cache
def _complete(ffi: Any) -> None:
    ffi.cdef(_MORE)


class _KnownDeclarations:
    """What stands for `cffi.FFI()` where everything is declared already."""

    def __init__(self, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        import _cffi_backend

        made = _cffi_backend.FFI(*arguments, **keywords)
        # As its own: WeasyPrint asks for them at every word.
        self.__dict__.update({name: getattr(made, name) for name in dir(made) if not name.startswith("__")})

    def cdef(self, source: str) -> None:
        """Nothing is left to be declared."""


@contextmanager
def _in_place_of_cffi(known: _KnownDeclarations) -> Iterator[None]:
    stand_in: Any = ModuleType("cffi")
    stand_in.FFI = lambda: known
    before = sys.modules.get("cffi")
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]
        if before is not None:
            sys.modules["cffi"] = before


def _file() -> Path | None:
    """Where they are kept, under the digest of all that they depend on; None where WeasyPrint has them elsewhere."""
    found = importlib.util.find_spec("weasyprint")
    source = Path(found.origin).parent / "text" / "ffi.py" if found is not None and found.origin else None
    if source is None or not source.is_file():
        return None
    import _cffi_backend

    told = (_cffi_backend.__version__, sys.implementation.cache_tag, sys.platform, _MORE)
    key = hashlib.sha256(source.read_bytes() + repr(told).encode()).hexdigest()[:16]
    return cache_dir.folder() / f"declarations-{key}"


def _read(file: Path) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    if hashlib.blake2b(data[_HEAD:], digest_size=_HEAD).digest() != data[:_HEAD]:
        return None
    return _unpacked(data[_HEAD:])


def _unpacked(data: bytes) -> tuple[tuple[Any, ...], dict[str, Any]]:
    arguments, keywords = marshal.loads(data)
    return tuple(arguments), dict(keywords)


def _opens_the_same(known: _KnownDeclarations) -> bool:
    """Whether WeasyPrint finds the same libraries: where the system does not, cffi itself looks further for them.

    That it does by running a C compiler, at every start, for a library that may be absent.
    """
    real = vars(sys.modules["weasyprint.text.ffi"])
    code = compile(Path(real["__file__"]).read_text(encoding="utf-8"), real["__file__"], "exec")
    trial: dict[str, Any] = {"__name__": real["__name__"], "__file__": real["__file__"]}
    with _in_place_of_cffi(known), redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it says of libraries that are absent, it has said
        exec(code, trial)
    return all((trial[name] is None) == (each is None) for name, each in real.items() if name in _LIBRARIES)


def _keep(ffi: Any, file: Path) -> None:
    """What cffi would write into a module of Python: one call, whose arguments are the declarations."""
    from cffi.recompiler import make_py_source

    module = io.StringIO()
    make_py_source(ffi, "declared", module)
    call = next(
        node
        for node in ast.walk(ast.parse(module.getvalue()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "FFI"
    )
    data = marshal.dumps((
        [ast.literal_eval(each) for each in call.args],
        {str(each.arg): ast.literal_eval(each.value) for each in call.keywords},
    ))  # fmt: skip
    if not _opens_the_same(_KnownDeclarations(*_unpacked(data))):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix="declaring-") as aside:
        written = Path(aside) / "declarations"
        written.write_bytes(hashlib.blake2b(data, digest_size=_HEAD).digest() + data)
        written.replace(file)
