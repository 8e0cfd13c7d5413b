"""A generated technical book of any length, the same every time.

It has prose, code, tables, lists, notes, pictures and cross-references.
"""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

_NOUNS = """press sheet margin chapter reader printer folio letter binding paper line word page margin proof galley
spine signature column author note picture table index cover title ink type plate board thread""".split()
_VERBS = "turns folds holds prints sets reads marks follows opens carries counts joins moves keeps shows".split()
_ADJECTIVES = "narrow wide early plain careful long quiet second open printed certain whole old new small".split()
_LINKS = "and while because before after where so that although until since unless as".split()
_CODE = """def {name}(pages: list[int], limit: int = {n}) -> int:
    total = 0
    for number, page in enumerate(pages):
        if page > limit and number % {m}:
            total += page * {n}  # every {m}th page counts
    return total
"""


def write(folder: Path, chapters: int, pages: float = 20.0, seed: int = 1) -> None:
    """Write a book with a book.yaml; each chapter has about so many pages of 6 × 9 inches."""
    folder.mkdir(parents=True)
    dice = random.Random(seed)
    (folder / "press.png").write_bytes(_picture(dice))
    names = [f"chapter-{number:03}.md" for number in range(1, chapters + 1)]
    for number, name in enumerate(names, 1):
        (folder / name).write_text(_chapter(number, chapters, pages, dice), encoding="utf-8")
    entries = "".join(f"  - {name}\n" for name in names)
    head = "title: A Book of Measures\nauthor: The Octavo Authors\ndate: 2025-01-01\nlang: en\nrights: CC0\n"
    (folder / "book.yaml").write_text(f"{head}chapters:\n{entries}", encoding="utf-8")


def _chapter(number: int, chapters: int, pages: float, dice: random.Random) -> str:
    sections = max(1, round(pages * 0.75))
    parts = [f"# On the {_phrase(dice)} {{#sec-chapter-{number}}}\n", _paragraph(dice)]
    for section in range(1, sections + 1):
        other = dice.randint(1, chapters)
        parts += [
            f"## How the {_phrase(dice)} {dice.choice(_VERBS)} {{#sec-{number}-{section}}}\n",
            _paragraph(dice), f"{_sentence(dice)} See @sec-chapter-{other} for more.[^{number}-{section}]\n",
            _paragraph(dice), f"[^{number}-{section}]: {_sentence(dice)} {_sentence(dice)}\n",
        ]  # fmt: skip
        parts += [_block(section, number, dice), _paragraph(dice)]
    return "\n".join(parts)


def _block(section: int, number: int, dice: random.Random) -> str:
    """Return a block that is not a paragraph, of another kind for each section."""
    match section % 5:
        case 0:
            return f"![The {_phrase(dice)}](press.png){{#fig-{number}-{section} width=60%}}\n"
        case 1:
            name = f"{dice.choice(_VERBS)}_{dice.choice(_NOUNS)}"
            return "```python\n" + _CODE.format(name=name, n=dice.randint(2, 99), m=dice.randint(2, 9)) + "```\n"
        case 2:
            rows = "\n".join(f"| {dice.choice(_NOUNS)} | {dice.randint(1, 999)} | {_phrase(dice)} |" for _ in range(6))
            return f"| what | how many | which |\n|---|---:|---|\n{rows}\n\n: The {_phrase(dice)}\n"
        case 3:
            return "".join(f"- {_sentence(dice)}\n" for _ in range(5))
    return f"> {_sentence(dice)} {_sentence(dice)}\n"


def _phrase(dice: random.Random) -> str:
    return f"{dice.choice(_ADJECTIVES)} {dice.choice(_NOUNS)}"


def _sentence(dice: random.Random) -> str:
    first = f"The {_phrase(dice)} {dice.choice(_VERBS)} the {_phrase(dice)}"
    if dice.random() < 0.6:
        first += f", {dice.choice(_LINKS)} a {_phrase(dice)} {dice.choice(_VERBS)} its *{dice.choice(_NOUNS)}*"
    return f"{first}."


def _paragraph(dice: random.Random) -> str:
    return " ".join(_sentence(dice) for _ in range(dice.randint(5, 9))) + "\n"


def _picture(dice: random.Random) -> bytes:
    """Return a PNG of 240 × 160 grey pixels (PNG specification, sections 5 and 11)."""
    rows = b"".join(b"\0" + bytes(dice.randrange(60, 230) for _ in range(240)) for _ in range(160))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 240, 160, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
