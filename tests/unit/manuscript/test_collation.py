"""The order of an index in the languages of other scripts."""

from __future__ import annotations

import pytest

from octavo.manuscript.collation import find_initial, make_sort_key


@pytest.mark.parametrize(
    ("lang", "entries"),
    [
        ("zh", "2024 API:A 安徽:A Bold:B 北京:B 活字:H 书籍:S 印刷:Y 纸:Z 字体:Z 饕餮:其他"),
        ("zh-Hant", "一 印刷 書 紙 API:A"),
        ("ja", "API:A アート:あ がく:か かな:か ガラス:か さくら:さ わら:わ 活字:漢字 紙:漢字"),
        ("ko", "API:A 가나:ㄱ 까치:ㄱ 나무:ㄴ 종이:ㅈ 책:ㅊ 활자:ㅎ"),
        ("he", "אוֹת:א בית:ב דפוס:ד נייר:נ"),
        ("ar", "أحمد:ا إسلام:ا باب:ب طباعة:ط كتاب:ك ورق:و"),
        ("fa", "آب:آ باران:ب پدر:پ جلد:ج چاپ:چ زمین:ز ژرف:ژ کاغذ:ک گل:گ"),
    ],
)
def test_entries_stand_in_the_order_of_the_language(lang: str, entries: str) -> None:
    listed = [entry.partition(":")[::2] for entry in entries.split()]
    shuffled = sorted((text for text, _ in listed), reverse=True)
    assert [
        (text, find_initial(text, lang)) for text in sorted(shuffled, key=lambda text: make_sort_key(text, lang))
    ] == listed
