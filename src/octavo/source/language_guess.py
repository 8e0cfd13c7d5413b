"""What language a text is probably in, by the letters that it is written with; only where they can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from octavo.model import writing
from octavo.source import language_tags
from octavo.source.value_problem import ValueProblem
from octavo.tools import markdown_mask

_ENOUGH = 0.2
"""The share of letters of a script that tells of its language: code and names in Latin stand among the others."""
_SAMPLE = 200_000
_SCRIPTS = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
"""Those that octavo has no faces of their own for; the others are known by `model.writing`."""
_UKRAINIAN = re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")
NAMES = {
    "ja": "Japanese", "ko": "Korean", "zh": "Chinese", "zh-Hant": "traditional Chinese", "he": "Hebrew", "ar": "Arabic",
    "fa": "Persian", "ur": "Urdu",
    "ru": "Russian", "uk": "Ukrainian", "el": "Greek", "hi": "Hindi", "th": "Thai", "en": "English",
}  # fmt: skip


def guess(texts: Iterable[str]) -> str | None:
    """The language that the script of some texts tells of; None where it is one that many languages share."""
    sample = ""
    for text in texts:
        sample += markdown_mask.without_code(text)[: _SAMPLE // 4]
        if len(sample) > _SAMPLE:
            break
    if (lang := writing.guess(sample)) is not None:
        return lang
    letters = sum(map(str.isalpha, sample))
    for lang, pattern in _SCRIPTS:
        if letters and len(pattern.findall(sample)) > letters * _ENOUGH:
            return "uk" if lang == "ru" and len(_UKRAINIAN.findall(sample)) > len(sample) / 200 else lang
    return None


def of_folder(folder: Path, lang: str | None) -> str | None:
    """The tag that the name of a folder is (`zh-hant`, `pt_BR`), where it does not speak against the script's."""
    name = folder.name.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2,4})?", name):
        return None
    try:
        tag = language_tags.tag(name)
    except ValueProblem:
        return None
    if tag.partition("-")[0] not in language_tags.NAMES.values():
        return None
    return tag if lang is None or tag.startswith(lang.partition("-")[0]) else None
