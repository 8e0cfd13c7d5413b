"""Which script a language is written in, and which language a text is in by its letters."""

from __future__ import annotations

import pytest

from octavo.model.reading import words
from octavo.model.words import join_names, numbered, part_numeral, word
from octavo.model.writing import guess, joins_lines, writing


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("ja", "jpan"), ("ko", "kore"), ("zh", "hans"), ("zh-Hant", "hant"), ("zh-TW", "hant"), ("zh-HK", "hant"),
        ("zh-Hans-HK", "hans"), ("yue", "hant"), ("he", "hebr"), ("ar-EG", "arab"), ("fa", "arab"), ("az-Arab", "arab"),
        ("en", ""), ("uz-Latn", ""), ("ko-Latn", ""), ("sr", ""),
    ],
)  # fmt: skip
def test_the_writing_of_a_language(lang: str, written: str) -> None:
    assert writing(lang) == written


def test_lines_are_joined_in_chinese_and_japanese_only() -> None:
    assert [lang for lang in ("ja", "zh", "zh-Hant", "ko", "he", "ar", "en") if joins_lines(lang)] == [
        "ja", "zh", "zh-Hant",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("本は紙で作る。", "ja"), ("这些书是用纸做的，我们说过。", "zh"), ("這些書是用紙做的，我們說過。", "zh-Hant"),
        ("책은 종이로 만든다. 漢字도 있다.", "ko"), ("ספר עשוי מנייר", "he"), ("الكتاب من الورق", "ar"),
        ("کتاب‌ها را چاپ کردند", "fa"), ("کتابیں کاغذ سے بنتی ہیں اور لوگ پڑھتے ہیں", "ur"),
        ("Books are made of paper.", None), ("The word 紙 means paper, and so does 종이.", None),
        ("Книги делают из бумаги.", "ru"), ("Її книжки друкують на папері, і це добре.", "uk"),
        ("Τα βιβλία φτιάχνονται από χαρτί.", "el"), ("किताबें काग़ज़ से बनती हैं।", "hi"), ("หนังสือทำจากกระดาษ", "th"),
        ("Мы пишем программы на Rust и собираем их с помощью Cargo.", "ru"), ("", None),
        ("The Russian word книга means book, and the Greek word is βιβλίο.", None),
        ("Le livre de Ελένη est en français, et il parle de Москва.", None),
        ("Eine שלום am Anfang macht noch keinen hebräischen Text.", None),
        ("本とкнига。日本語で書かれた文。", "ja"), ("Книга называется 本.", "ru"),
        ("用 Rust 写一个 HTTP server，用 Cargo 和 crates.io。", "zh"),
    ],
)  # fmt: skip
def test_a_language_by_its_letters(text: str, lang: str | None) -> None:
    assert guess(text) == lang


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("紙は2024年のBook", ("紙", "は", "2024", "年", "の", "book")),
        ("한국어 문장", ("한국어", "문장")),
        ("בְּרֵאשִׁית בָּרָא", ("בראשית", "ברא")),
        ("كِتَابٌ كتـــاب", ("كتاب", "كتاب")),
        ("کتاب‌ها", ("کتابها",)),
        ("ﾊﾝｶｸ ガ", ("ハ", "ン", "カ", "ク", "ガ")),
    ],
)
def test_words_as_each_script_has_them(text: str, read: tuple[str, ...]) -> None:
    assert words(text) == read


@pytest.mark.parametrize(
    ("kind", "number", "lang", "said"),
    [
        ("chapter", "3", "ko", "제3장"), ("chapter", "3", "zh-TW", "第3章"), ("figure", "2", "he", "איור 2"),
        ("table", "1", "ar", "الجدول 1"), ("section", "1.2", "fa", "قسمت 1.2"),
    ],
)  # fmt: skip
def test_things_by_their_numbers(kind: str, number: str, lang: str, said: str) -> None:
    assert numbered(kind, number, lang).replace("\u00a0", " ") == said


def test_parts_and_names_are_as_the_language_has_them() -> None:
    assert [part_numeral(2, lang) for lang in ("ko", "he", "zh-Hant", "en")] == ["2", "2", "二", "II"]
    listed = {lang: join_names(["A", "B", "C"], lang) for lang in ("ko", "he", "ar", "fa", "zh-Hant")}
    assert listed == {"ko": "A, B, C", "he": "A, B וC", "ar": "A، B وC", "fa": "A، B و C", "zh-Hant": "A、B、C"}
    assert word("contents", "zh-HK") != word("contents", "zh-CN")
