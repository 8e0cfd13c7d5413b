"""Formulas in titles, headings and captions: MathML where it can be shown, plain text elsewhere."""

from __future__ import annotations

from typesetter import Make


def test_headings_and_captions_keep_their_formulas(book: Make) -> None:
    built = book(
        {
            "a.md": "# On $\\mathbb{Z}_p$-modules\n\n## $E = mc^2$\n\nSee @sec-b.\n\n: Powers $x^2$ {#tbl-x}\n\n"
            "| a |\n|---|\n| b |\n",
            "b.md": "# A half $\\frac{1}{2}$ {#sec-b number=false}\n",
        },
        more={"b.md": {"numbered": False}},
    )
    contents = built.manuscript.contents
    assert [each.text.removeprefix(each.number).strip() for each in contents] == [
        "On ℤₚ-modules",
        "E = mc²",
        "A half 1/2",
    ]
    assert [each.markup.count("<math") for each in contents] == [1, 1, 1]
    assert built.galley("a").title == "On ℤₚ-modules"
    (listed,) = built.manuscript.captioned
    assert listed.text == "Powers x²"
    assert "msup" in listed.markup
    assert built.rules == []
