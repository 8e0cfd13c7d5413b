"""Equations in print: what is drawn."""

from __future__ import annotations

from octavo.press.pdf.math import Drawing, draw


def drawn(inside: str) -> Drawing:
    drawing = draw(f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow>{inside}</mrow></math>')
    assert drawing is not None
    return drawing


def test_what_is_between_a_number_and_a_hyphen_is_drawn() -> None:
    whole = drawn("<mn>132</mn><mo>+</mo><mi>x</mi><mo>+</mo><mi>y</mi><mtext>-bit</mtext>")
    alone = drawn("<mn>132</mn><mtext>-bit</mtext>")
    assert whole.width > alone.width + 2


def test_a_hyphen_for_minus_is_drawn_as_one() -> None:
    assert drawn("<mn>-1</mn>").width == drawn("<mn>\N{MINUS SIGN}1</mn>").width
