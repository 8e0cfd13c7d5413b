"""What the author wrote of a chapter: its file, with the files that it includes put where it includes them.

The files are read here again: a text that octavo passes on would prove only that octavo agrees with itself.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.model.publication import Chapter

_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_CELL = re.compile(r"[ \t]*[`~]{3,}[ ]*\{")
_NAME = re.compile(r"[\w./-]+\.\w+")
_PLAYED = re.compile(r"#(?:playground|playpen)\b")
_LARGEST = 64_000_000


@dataclass(frozen=True, slots=True)
class WrittenChapter:
    """The text of a chapter. For each line, `files` and `numbers` say which line of which file it is."""

    text: str
    files: tuple[str, ...]
    numbers: tuple[int, ...]
    computed: bool = False
    """Whether more is shown than the author wrote: the results of a notebook."""


def read(chapter: Chapter, root: Path) -> WrittenChapter | None:
    """Return what the author wrote of a chapter, or None if its file cannot be read again."""
    own = _text(chapter.file)
    if own is None:
        return None
    if chapter.file.suffix == ".ipynb":
        return _notebook(own, chapter.name)
    lines = own.split("\n")
    names, numbers = [chapter.name] * len(lines), [*range(1, len(lines) + 1)]
    for row, inside in reversed(list(_includes(chapter, lines, root))):
        at = row + 1
        lines[at:at] = [text for _, _, text in inside]
        names[at:at] = [name for name, _, _ in inside]
        numbers[at:at] = [number for _, number, _ in inside]
    return WrittenChapter("\n".join(lines), tuple(names), tuple(numbers))


def _text(file: Path) -> str | None:
    try:
        if file.stat().st_size > _LARGEST:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")


Inside = list[tuple[str, int, str]]


def _includes(chapter: Chapter, lines: Sequence[str], root: Path) -> Iterator[tuple[int, Inside]]:
    """Yield what is included, by the row of the line that names it; what no line names comes last."""
    found: dict[int, Inside] = {}
    last = 0
    for before, group, after in _groups(chapter):
        name = posixpath.basename(group[0][0])
        first = max(0, before - 1)
        until = after if after > before else before + 2
        rows = [row for row in range(first, min(len(lines), until)) if name in lines[row]]
        if not rows:  # it is named by a file of which nothing else is left
            rows = [row for row in range(before, min(len(lines), after - 1)) if lines[row].strip()][:1]
            for at in rows:
                found.setdefault(at, []).extend(_named(chapter, lines[at], root))
        row = next((each for each in rows if each >= last), rows[-1] if rows else len(lines) - 1)
        last = row if rows else last
        row = _after_cell(lines, row)
        inside = list(_included(chapter, group, root, len(rows) == 1))
        if inside and _PLAYED.search(lines[row]) and not _is_in_fence(lines, row):
            name, number, _ = inside[0]
            inside = [(name, number, "```rust"), *inside, (name, number, "```")]
        if inside and not (row in found and found[row][:1] == inside[:1]):
            found.setdefault(row, []).extend(inside)
    yield from sorted(found.items())


def _is_in_fence(lines: Sequence[str], row: int) -> bool:
    return sum(_FENCE.match(line) is not None for line in lines[:row]) % 2 == 1


def _after_cell(lines: Sequence[str], row: int) -> int:
    """Return the row, or the last row of the cell of code that it is in."""
    opening = next((at for at in range(row - 1, max(-1, row - 40), -1) if _FENCE.match(lines[at])), -1)
    if opening < 0 or not _CELL.match(lines[opening]):
        return row
    return next((at for at in range(row, min(len(lines), row + 200)) if _FENCE.match(lines[at])), row)


def _named(chapter: Chapter, line: str, root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of the file that a line names."""
    token = _NAME.search(line)
    if token is not None:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(chapter.name), token[0]))
        yield from ((name, number, text) for number, text in enumerate(_other(chapter, name, root), 1))


Runs = list[tuple[str, int, int]]


def _groups(chapter: Chapter) -> Iterator[tuple[int, Runs, int]]:
    """Yield runs of lines of other files: the line of the chapter before them, the runs, and the line after them."""
    ends = [origin[0] for origin in chapter.origins[1:]] + [chapter.text.count("\n") + 1]
    before, group = 0, []
    for (row, name, first, _), end in zip(chapter.origins, ends, strict=False):
        last = first + end - row - 1
        if name != chapter.name:
            group.append((name, first, last))
            continue
        if group:
            yield before, group, first
            group = []
        before = last
    if group:
        yield before, group, 0


def _included(chapter: Chapter, runs: Runs, root: Path, is_whole: bool) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of other files in order; of one part, those between too that are not in the text of octavo."""
    texts: dict[str, list[str]] = {}
    reached: dict[str, int] = {}
    before = ("", 0)
    for name, first, last in runs:
        if name not in texts:
            texts[name] = _other(chapter, name, root)
        start = reached[name] + 1 if is_whole and name in reached and reached[name] < first else first
        # A part from further up in the file, and not the end of the run before, which may be noted once more.
        is_back = not is_whole and last < reached.get(name, 0) and (name, last) != before
        for number in range(start, last + 1):
            if number <= len(texts[name]) and (is_back or number > reached.get(name, 0)):
                yield name, number, texts[name][number - 1]
        reached[name] = max(last, reached.get(name, 0))
        before = (name, last)


def _other(chapter: Chapter, name: str, root: Path) -> list[str]:
    """Return the lines of a file by its name in messages, if it is in the folder of the publication."""
    around = posixpath.relpath(name, posixpath.dirname(chapter.name) or ".")
    file = Path(os.path.normpath(chapter.file.parent / around))
    if not file.resolve().is_relative_to(root.resolve()):
        return []
    return (_text(file) or "").split("\n")


def _notebook(raw: str, name: str) -> WrittenChapter | None:
    """Return the cells of a notebook as Markdown; a line of a cell is at the line of the file that contains it."""
    try:
        cells = [(each["cell_type"], "".join(each["source"])) for each in json.loads(raw)["cells"]]
    except (ValueError, KeyError, TypeError):
        return None
    rows = [line.strip() for line in raw.split("\n")]
    lines, numbers, at = [], [], 0
    for kind, source in cells:
        inside = source.split("\n")
        for line in ["```{python}", *inside, "```", ""] if kind == "code" else [*inside, ""]:
            quoted = json.dumps(line, ensure_ascii=False)[:-1]
            found = next((row for row in range(at, min(len(rows), at + 2000)) if rows[row].startswith(quoted)), at)
            at = found if line.strip() else at
            lines.append(line)
            numbers.append(at + 1)
    return WrittenChapter("\n".join(lines), tuple(name for _ in lines), tuple(numbers), True)
