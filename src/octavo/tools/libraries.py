"""The libraries of the system that lay out lines: what WeasyPrint opens when it is imported, and of which version.

Quick to ask: a build that finds nothing to do asks too.
"""

from __future__ import annotations

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
"""Each by the names that WeasyPrint tries."""
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
"""What each is asked, and whether it answers in letters."""


def versions() -> dict[str, str]:
    """The versions of those that decide where a line breaks; without one that is not found where it is looked for."""
    import ctypes

    found = {}
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
