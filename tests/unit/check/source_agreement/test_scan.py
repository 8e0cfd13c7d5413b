"""What kinds of things the scanner sees in a text."""

from __future__ import annotations

import pytest

from octavo.check.source_agreement.kinds import SHOWN, Kind
from octavo.check.source_agreement.scan import Scan, scan
from octavo.model.dialect import SourceHints


def of_kind(text: str, kind: Kind, hints: SourceHints | None = None) -> list[str]:
    found = scan(text, hints or SourceHints())
    return [text[start:end].strip() for start, end, each in found.spans() if each is kind]


def shown(text: str, hints: SourceHints | None = None) -> str:
    found = scan(text, hints or SourceHints())
    return " ".join("".join(text[start:end] for start, end, kind in found.spans() if kind in SHOWN).split())


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("---\ntitle: A Day\n---\n\nText.\n", Kind.TITLE, ["A Day"]),
        ("Text <!-- not yet --> more.\n", Kind.COMMENT, ["<!-- not yet -->"]),
        ("One\n\n<!-- a\n\nb --> two\n", Kind.COMMENT, ["<!-- a\n\nb -->"]),
        ("A [word](https://example.org/a_(b)).\n", Kind.ADDRESS, ["](https://example.org/a_(b))"]),
        ("[word]: https://example.org 'A title'\n", Kind.DEFINITION, ["[word]: https://example.org 'A title'"]),
        ("## Head {#head .wide}\n", Kind.ATTRIBUTE, ["{#head .wide}"]),
        ("``` rust title='x'\nlet a = 1;\n```\n", Kind.CODE, ["let a = 1;"]),
        ("- one\n\n      code\n", Kind.CODE, ["code"]),
        ("Price: \\$5 and $a_1$.\n", Kind.FORMULA, ["$a_1$"]),
        ("<script>\nlet a;\n\nlet b;\n</script>\nText.\n", Kind.SCRIPT, ["let a;\n\nlet b;\n</script>"]),
        ("{{< include a.md >}}\n", Kind.DIRECTIVE, ["{{< include a.md >}}"]),
    ],
)
def test_each_kind_is_seen(text: str, kind: Kind, what: list[str]) -> None:
    assert of_kind(text, kind) == what


@pytest.mark.parametrize(
    "text",
    ["One <!-- two", "<script>\n\none", "\\begin{x} one", "{{ one", "`one", "[one](two", "$one", "~~~\none", "{#one"],
)
def test_what_is_not_closed_is_text(text: str) -> None:
    assert "one" in shown(text).lower()


def test_hidden_lines_and_other_formats_are_known_by_hints() -> None:
    hints = SourceHints(hidden=(("rust", "# "),), shown_formats=("html",))
    assert shown("```rust\n# use a;\n#\nlet b;\n#[c]\n```\n", hints) == "let b; #[c]"
    visible = '::: {.content-visible when-format="%s"}\n%s\n:::\n\n'
    text = visible % ("pdf", "Paper.") + visible % ("html", "Screen.")
    assert shown(text, hints) == "Screen."
    assert shown(text) == "Paper. Screen."


def test_code_that_is_run_need_not_be_shown() -> None:
    text = "~~~{r, echo=FALSE}\n#| eval: true\nplot(x)\n~~~\n\nIt is `r 1 + 1`.\n"
    assert shown(text, SourceHints(runs_cells=True)) == "It is ."
    assert shown(text) == "#| eval: true plot(x) It is r 1 + 1."


def test_a_place_is_a_line_and_a_column() -> None:
    found: Scan = scan("One.\n\nTwo `three`.\n")
    assert found.place_of(found.text.index("three")) == (3, 6)


@pytest.mark.parametrize(
    "sign", ["<!--", "\\begin{x}\n\n", "<script>\n\n", "{{", "[^", "^[", "](<", "> - ", "`", "<a '"]
)
def test_a_sign_without_end_is_gone_over_once(sign: str) -> None:
    scan(sign * (400_000 // len(sign)))  # minutes, if each looked for an end of its own
