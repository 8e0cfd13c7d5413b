"""Which lines are code between fences, for everything that reads Markdown."""

from __future__ import annotations

import re

import pytest

from octavo.tools.markdown_scan import code_blocks, columns, fence_around, open_comment, opening, without_comments
from workshop import SRC


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```\nb\n```\nc", [2]),
        ("~~~ x\n```\n~~~\nb", [1]),
        ("````\n```\n```\n````", [1, 2]),
        ("```\nnever\nclosed", [1, 2]),
        ("> ```\n> a\nnot quoted", [1]),
        ("- ```\n  a\n  ```\n- b", [1]),
        ("```code``` in a line\na", []),
        ('```{r, fig.cap="`x`"}\na\n```', [1]),
        ("```\na\n    ```\nb\n```", [1, 2, 3]),
        ("```\na\n    ```\n\ntext", [1]),
        ("```{r}\na\n  ```\nb\n```", [1, 2, 3]),
        ("<!--\n```\n-->\n```\na\n```", [4]),
        ("`<!--` text\n```\na\n```\n-->", [2]),
        ("text\n\n    ```\n    a\n    ```", []),
        ("- item\n\n    ```\n    a\n    ```", [3]),
        ("<!-- never closed\n```\na\n```", [2]),
    ],
)
def test_the_rows_of_code(text: str, code: list[int]) -> None:
    assert [row for block in code_blocks(text.split("\n")) for row in block.code] == code


def test_a_block_has_its_fences() -> None:
    (closed, open_ended) = code_blocks(["```", "a", "```", "", "> ```", "> b", "c"])
    assert (closed.rows, closed.is_closed) == (range(3), True)
    assert (open_ended.rows, open_ended.is_closed) == (range(4, 6), False)


@pytest.mark.parametrize(
    ("line", "lead", "marks", "info", "is_cell"),
    [
        ("```", "", "```", "", False),
        ("  > - ~~~~ rust", "  > - ", "~~~~", " rust", False),
        ("``` {r, echo=FALSE}", "", "```", " {r, echo=FALSE}", True),
        ("```{=html}", "", "```", "{=html}", False),
        ("```{ .sh }", "", "```", "{ .sh }", False),
    ],
)
def test_an_opening(line: str, lead: str, marks: str, info: str, is_cell: bool) -> None:
    found = opening(line)
    assert found is not None
    assert (found.lead, found.marks, found.info, found.is_cell) == (lead, marks, info, is_cell)


def test_a_line_of_bullets_takes_no_time() -> None:
    assert opening("-  " * 200 + "```x```") is None


@pytest.mark.parametrize(("line", "start"), [("a <!-- b", 2), ("<!-- a -->", None), ("`<!--`", None), ("a", None)])
def test_an_open_comment(line: str, start: int | None) -> None:
    assert open_comment(line) == start


def test_comments_in_a_line() -> None:
    assert without_comments("a <!-- b --> `<!-- c -->`") == "a  `<!-- c -->`"


def test_a_fence_around_code() -> None:
    assert fence_around(["a", "``"]) == "```"
    assert fence_around(["````"]) == "`````"
    assert fence_around([], least=4) == "````"


def test_columns() -> None:
    assert columns("\t x") == 6
    assert columns("  \t") == 4


def test_no_other_module_knows_fences() -> None:
    modules = [file for file in SRC.rglob("*.py") if "source_agreement" not in file.parts]  # which shares nothing
    found = [file.name for file in modules if re.search(r"[`~]\{3", file.read_text(encoding="utf-8"))]
    assert found == ["markdown_scan.py"]
