"""The system libraries that lay out lines of text: those that WeasyPrint opens when it is imported, and their versions.

Asking must be quick: even a build with nothing to do asks.
"""

from __future__ import annotations

from contextlib import suppress

TESTED_WEASYPRINT = "70.0"
"""The version of WeasyPrint that octavo is tested with, pinned in pyproject.toml: its speed-ups need no other."""
LIBRARIES = {
    "GObject": ("libgobject-2.0-0", "gobject-2.0-0", "gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "Pango": ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "HarfBuzz": ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "Fontconfig": ("libfontconfig-1", "fontconfig-1", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
    "PangoFT2": (
        "libpangoft2-1.0-0",
        "pangoft2-1.0-0",
        "pangoft2-1.0",
        "libpangoft2-1.0.so.0",
        "libpangoft2-1.0.dylib",
    ),
}
"""Each with the names that WeasyPrint tries."""
OPTIONAL_LIBRARIES = {
    "HarfBuzz-Subset": (
        "libharfbuzz-subset-0",
        "harfbuzz-subset",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
    ),
}
_VERSIONS = {
    "Pango": ("pango_version_string", True), "HarfBuzz": ("hb_version_string", True),
    "Fontconfig": ("FcGetVersion", False),
}  # fmt: skip
"""The function that returns the version of each, and whether it returns text."""


_FREETYPE = ("libfreetype-6", "freetype-6", "freetype", "libfreetype.so.6", "libfreetype.6.dylib")
"""The names of FreeType, which PangoFT2 opens."""


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide where lines break, without those that are not found."""
    import ctypes

    found = {"FreeType": _freetype()}
    for library, (question, in_letters) in _VERSIONS.items():
        for name in LIBRARIES[library]:
            try:
                ask = ctypes.CDLL(name)[question]
            except (OSError, AttributeError):
                continue
            ask.restype = ctypes.c_char_p if in_letters else ctypes.c_int
            answer = ask()
            found[library] = answer.decode("ascii", "replace") if isinstance(answer, bytes) else str(answer)
            break
    return found


def _freetype() -> str:
    """Return the version of FreeType, which must be initialised before it can be asked; empty where it is not found."""
    import ctypes

    for name in _FREETYPE:
        with suppress(OSError, AttributeError):
            freetype = ctypes.CDLL(name)
            library, parts = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
            if freetype.FT_Init_FreeType(ctypes.byref(library)) == 0:
                freetype.FT_Library_Version(library, *map(ctypes.byref, parts))
                freetype.FT_Done_FreeType(library)
                return ".".join(str(part.value) for part in parts)
    return ""
