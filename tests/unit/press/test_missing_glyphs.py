"""Signs in print: an emoji of several characters is one, and what no font has is one box."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.press.pdf.missing_glyphs import problems, replace_missing


def shown(text: str, has_emoji: bool = True) -> tuple[list[tuple[str, str]], list[str]]:
    """The elements for signs in a paragraph, with what they show, and the signs that no font has."""
    article = etree.fromstring(f"<div><p>{text}</p>{text}</div>")
    missing = replace_missing(article, lambda letter: ord(letter) < 0x3000 or (has_emoji and letter >= "\U0001f000"))
    found = [(each.get("class") or "", each.get("data-actual") or each.text or "") for each in article.iter("span")]
    assert found[: len(found) // 2] == found[len(found) // 2 :], "in an element and behind one"
    return found[: len(found) // 2], missing


@pytest.mark.parametrize("sign", ["👨‍👩‍👧‍👦", "👍🏽", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏳️‍🌈", "👩🏽‍💻", "❤️", "🐻‍❄️"])
def test_an_emoji_of_several_characters_is_one_sign(sign: str) -> None:
    assert shown(f"a {sign}{sign} b {sign}.") == ([("one-sign", sign)] * 3, [])


@pytest.mark.parametrize("sign", ["👨‍👩‍👧‍👦", "🇩🇪", "👍🏽"])
def test_without_its_font_it_is_one_box(sign: str) -> None:
    assert shown(f"a {sign} b", has_emoji=False) == ([("missing-glyph", sign)], [sign])


def test_a_flag_that_does_not_exist_is_one_box() -> None:
    assert shown("🇽🇽🇫🇷") == ([("missing-glyph", "🇽🇽"), ("one-sign", "🇫🇷")], ["🇽🇽"])
    assert "U+1F1FD U+1F1FD" in problems(["🇽🇽"])[0].message


def test_a_keycap_is_a_key() -> None:
    assert shown("1 press 1️⃣ or #⃣ 12") == ([("keycap", "1️⃣"), ("keycap", "#⃣")], [])


def test_text_around_signs_stays_in_order() -> None:
    article = etree.fromstring("<p>a 漢<b>x 🇩🇪 y</b> 漢 z <i/>👍🏽 end</p>")
    missing = replace_missing(article, lambda letter: letter != "漢")
    assert missing == ["漢"]
    assert "".join(article.itertext()) == "a □x 🇩🇪 y □ z 👍🏽 end"
    assert "".join(article.find("b").itertext()) == "x 🇩🇪 y"  # type: ignore[union-attr]
