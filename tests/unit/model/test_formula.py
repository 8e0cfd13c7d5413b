"""Formulas as plain text, read from the MathML that Pandoc writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from octavo.model.formula import plain_formula
from octavo.tools import pandoc

TEXTS = {
    r"\mathbb{Z}_p": "ℤₚ",
    r"x^2 + 1": "x² + 1",
    r"a=-1": "a = −1",
    r"(-1)^n": "(−1)ⁿ",
    r"\frac{a+b}{2}": "(a + b)/2",
    r"\frac12 mv^2": "1/2 mv²",
    r"\sqrt[3]{x+1}": "³√(x + 1)",
    r"\sum_{i=1}^n i^2": "∑ᵢ₌₁ⁿ i²",
    r"e^{-x^2}": "e^(−x²)",
    r"\sin x + \cos^2 \theta": "sin x + cos² θ",
    r"O(n \log n)": "O(n log n)",
    r"\alpha\text{-mixing}": "α-mixing",
    r"H_2O": "H₂O",
    r"\hat{\beta}, \vec v, \overline{AB}": "β̂, v⃗, ĀB̄",
    r"\mathbf{x}^\top A": "x^⊤A",
    r"f'(x)": "f′(x)",
    r"90^\circ": "90°",
    r"\{1,2,3\}": "{1, 2, 3}",
    r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}": "(a, b; c, d)",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a = b; c = d",
    r"2^{n+\alpha}": "2^(n + α)",
    r"\mathbb{F}_{q^n}": "𝔽_qⁿ",
    r"p < 0.05": "p < 0.05",
    r"1\,000": "1000",
}


@pytest.fixture(scope="module")
def formulas() -> dict[str, str]:
    """All formulas as text, from one run of Pandoc."""
    text = "\n\n".join(f"${tex}$" for tex in TEXTS)
    made = pandoc.convert(text, "markdown", {}, ["--mathml"], Path())
    body = etree.fromstring(f"<body>{made.text}</body>")
    found = [plain_formula(each) for each in body.iter("{http://www.w3.org/1998/Math/MathML}math")]
    return dict(zip(TEXTS, found, strict=True))


@pytest.mark.parametrize("tex", TEXTS)
def test_a_formula_reads_as_in_a_letter(tex: str, formulas: dict[str, str]) -> None:
    assert formulas[tex] == TEXTS[tex]
