"""A notebook as the Markdown of its cells, with the results of an earlier run."""

from __future__ import annotations

import json

import pytest

from octavo.source import notebook

CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": ["# Title {#sec-t}\n", "\n", "Words “here”."]},
    {
        "cell_type": "code",
        "metadata": {"tags": ["remove-input"]},
        "source": ["#| label: tbl-x\n", "frame"],
        "outputs": [
            {"output_type": "stream", "text": ["\x1b[31mred\x1b[0m\n"]},
            {"output_type": "execute_result", "data": {
                "text/plain": ["a"], "text/html": ["<style>p {}</style>\n", "<table><tr><td>1</td></tr></table>"],
            }},
            {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": ["<Figure>"]}},
        ],
    },
    {"cell_type": "markdown", "metadata": {}, "source": "Last."},
]  # fmt: skip


def test_cells_are_markdown_and_know_their_lines() -> None:
    said = json.dumps({"nbformat": 4, "metadata": {}, "cells": CELLS}, indent=1, ensure_ascii=False)
    text, origins, found = notebook.read(said, "x.ipynb")
    assert text is not None
    lines = text.split("\n")
    assert [line for line in lines if line] == [
        "# Title {#sec-t}", "Words “here”.",
        "```{python}", "#| echo: false", "#| label: tbl-x", "frame", "```",
        "```", "red", "```",
        "```{=html}", "<table><tr><td>1</td></tr></table>", "```",
        "Last.",
    ]  # fmt: skip
    rows = said.split("\n")
    assert "Words" in rows[origins[lines.index("Words “here”.")][2] - 1]
    assert "frame" in rows[origins[lines.index("frame")][2] - 1]
    assert [each.rule for each in found] == ["dialect.dropped"]


def test_an_error_in_a_notebook_has_its_line() -> None:
    text, _, (wrong,) = notebook.read('{\n"cells": [}', "x.ipynb")
    assert (text, wrong.rule, wrong.place.line) == (None, "json.syntax", 2)


@pytest.mark.parametrize(
    "said",
    [
        "[]", '{"cells": 5}', '{"cells": [7]}', '{"cells": [{"cell_type": "code", "source": "x", "metadata": null}]}',
        '{"cells": [{"cell_type": "code", "source": "x", "outputs": [3]}]}',
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_notebook_is_reported(said: str) -> None:
    text, _, found = notebook.read(said, "x.ipynb")
    assert (text, [each.rule for each in found]) == (None, ["json.syntax"])
