"""WeasyPrint's binding of Pango and GObject, with the C functions that octavo calls and WeasyPrint does not."""

from __future__ import annotations

from functools import cache
from typing import Any

_DECLARATIONS = (
    "uint8_t * pango_log2vis_get_embedding_levels (const char *text, int length, PangoDirection *pbase_dir);"
    "void g_free (void *memory);"
    "PangoLayout * pango_layout_copy (PangoLayout *source);"
)


def library() -> tuple[Any, Any, Any]:
    """Return cffi's object, GObject and Pango as WeasyPrint opened them."""
    from weasyprint.text.ffi import ffi, gobject, pango

    _declare(ffi)
    return ffi, gobject, pango


@cache
def _declare(ffi: Any) -> None:
    ffi.cdef(_DECLARATIONS)
