"""The tables of the guide's page about CSS, from the code and the style sheets; `generate.py` writes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from octavo.model import galley_classes
from octavo.tools.style_folder import styles_home

_CLASSES = Path(galley_classes.__file__)
_TOKENS = styles_home() / "tokens.css"
_FACES = styles_home() / "faces.css"
_UNSHOWN = frozenset({"TOKENS", "OF_PANDOC", "LEVEL"})
"""Names of the vocabulary that are no single class."""


def classes() -> list[tuple[str, str]]:
    """Return the classes of a galley, each with what it marks."""
    found, waiting = [], []
    for node in ast.parse(_CLASSES.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            names = {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            if not _UNSHOWN & names:
                waiting += [str(each.value) for each in ast.walk(node.value) if isinstance(each, ast.Constant)]
        elif isinstance(node, ast.Expr):
            said = " ".join(str(ast.literal_eval(node.value)).split()).rstrip(".")
            found += [(f"`.{value}`", said) for value in waiting]
            waiting = []
    return found


def tokens() -> list[tuple[str, str]]:
    """Return the tokens with their values in light mode; a line of each group says what it is about."""
    text = _TOKENS.read_text(encoding="utf-8")
    root = text[text.index(":root {") : text.index("\n}")]
    rows = []
    for part in re.finditer(r"/\*(?P<said>.*?)\*/|(?P<name>--[\w-]+):\s*(?P<value>[^;]+);", root, re.DOTALL):
        if part["said"]:
            continue
        value = " ".join(part["value"].split()).replace('"', "")
        rows.append((f"`{part['name']}`", f"`{value}`"))
    return rows


def fonts() -> list[tuple[str, str]]:
    """Return the families that come with octavo for Latin, Greek and Cyrillic, with what each has."""
    found: dict[str, list[str]] = {}
    for family, weight, style in _faces():
        if not family.startswith("Octavo "):
            kind = {"400 normal": "regular", "400 italic": "italic", "700 normal": "bold", "700 italic": "bold italic"}
            found.setdefault(family, []).append(kind[f"{weight} {style}"])
    return [(f"`{family}`", ", ".join(kinds)) for family, kinds in found.items()]


def _faces() -> Iterator[tuple[str, str, str]]:
    for rule in re.finditer(r"@font-face \{(.*?)\}", _FACES.read_text(encoding="utf-8")):
        said = dict(re.findall(r"([\w-]+): ([^;]+);", rule[1]))
        yield said["font-family"].strip('"'), said["font-weight"], said["font-style"]
