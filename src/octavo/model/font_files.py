"""The font files that octavo comes with, one record each: which package carries a file, and what kind of type it is.

`styles/faces.css` cuts faces from them, by their names here. A new file needs a record here and its package among the
dependencies of pyproject.toml; a test says so where one of the two is missing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file in an installed package. `path` is relative to the package `package`."""

    package: str
    path: str
    kind: str
    """`serif`, `sans` or `mono`; `signs` for symbols, emoji and mathematics."""
    is_helper: bool = False
    """Whether it is for another script, and only helps out where a text has letters of it."""
    is_optional: bool = False
    """Whether its package comes only with the extra `cjk`: fonts of East Asia are large."""

    @property
    def distribution(self) -> str:
        """The package's name at the registry."""
        return self.package.replace("_", "-")


def _latin(package: str, path: str, kind: str) -> FontFile:
    return FontFile(f"fontpkg_{package}", f"files/{path}", kind)


def _helper(package: str, path: str, kind: str) -> FontFile:
    return FontFile(package, path, kind, is_helper=True)


def _eastern(package: str, path: str, kind: str) -> FontFile:
    return FontFile(package, path, kind, is_helper=True, is_optional=True)


FONT_FILES = {
    "source-serif-4/roman": _latin("source_serif_4", "SourceSerif4[opsz,wght].ttf", "serif"),
    "source-serif-4/italic": _latin("source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "serif"),
    "inter/roman": _latin("inter", "Inter[opsz,wght].ttf", "sans"),
    "inter/italic": _latin("inter", "Inter-Italic[opsz,wght].ttf", "sans"),
    "jetbrains-mono/roman": _latin("jetbrains_mono", "JetBrainsMono[wght].ttf", "mono"),
    "jetbrains-mono/italic": _latin("jetbrains_mono", "JetBrainsMono-Italic[wght].ttf", "mono"),
    "japanese/serif": _eastern("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf", "serif"),
    "korean/serif": _eastern("pylopdf_fonts_ko", "NotoSerifKR-Regular.otf", "serif"),
    "simplified/serif": _eastern("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf", "serif"),
    "traditional/serif": _eastern("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf", "serif"),
    "japanese/sans": _eastern("justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf", "sans"),
    "korean/sans": _eastern("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf", "sans"),
    "simplified/sans": _eastern("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf", "sans"),
    "traditional/sans": _eastern("justmytype_intl_cjk", "fonts/ofl/notosanstc/NotoSansTC[wght].ttf", "sans"),
    "hebrew/serif": _helper("pylopdf_fonts_he", "NotoSerifHebrew-Variable.ttf", "serif"),
    "hebrew/sans": _helper("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf", "sans"),
    "signs/symbols": _helper("manimgx_fonts", "NotoSansSymbols[wght].ttf", "signs"),
    "signs/emoji": _helper("manimgx_fonts", "NotoEmoji[wght].ttf", "signs"),
    "signs/mathematics": _helper("ziamath", "fonts/STIXTwoMath-Regular.ttf", "signs"),
    "amiri/regular": FontFile("fontpkg_amiri", "files/Amiri-Regular.ttf", "serif", is_helper=True),
    "amiri/bold": FontFile("fontpkg_amiri", "files/Amiri-Bold.ttf", "serif", is_helper=True),
    "plex-arabic/regular": _helper("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Regular.ttf", "sans"),
    "plex-arabic/bold": _helper("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-SemiBold.ttf", "sans"),
}
"""Every font file, by the name that style sheets use."""


def distributions(*, is_optional: bool) -> tuple[str, ...]:
    """Return the packages that carry fonts: those of every installation, or those of the extra `cjk`."""
    return tuple(dict.fromkeys(each.distribution for each in FONT_FILES.values() if each.is_optional is is_optional))
