"""The language of a text that does not give one."""

from __future__ import annotations

import pytest

from octavo.source.language_guess import guess

BADGES = (
    "[![Build Status](https://img.shields.io/badge/build-passing-green.svg)](https://ci.example.org/long/address)\n"
)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", f"# octavo\n\n{BADGES * 4}\nУстановка через npm. Запустите `npm install --save-dev octavo@latest`."),
        ("bg", "Това е книга за пътя на българския език и за неговата история през вековете."),
        ("sr", "Ово је књига о пчелама и њиховом животу, која објашњава све што треба знати."),
        ("el", "Το βιβλίο για τις μέλισσες: https://example.org/a/very/long/address/in/Latin/letters"),
        ("hi", "यह पुस्तक मधुमक्खियों के बारे में है। www.example.org/docs/getting-started देखें।"),
        ("th", "หนังสือเล่มนี้เกี่ยวกับผึ้ง <https://example.org/with/a/long/path/to/somewhere>"),
        ("ka", "ეს წიგნი ფუტკრების შესახებ არის."),
        ("hy", "Այս գիրքը մեղուների մասին է։"),
        ("bn", "এই বইটি মৌমাছিদের সম্পর্কে।"),
        ("ps", "دا کتاب د مچیو په اړه دی او د هغوی د ژوند په اړه وايي چې څنګه ښه کار کوي."),
        ("ckb", "ئەم کتێبە دەربارەی هەنگ و ژیانی ئەوانە لە شانەکەدا، زۆر گرنگە بۆ خوێنەران."),
        ("ug", "بۇ كىتاب ھەرىلەر ۋە ئۇلارنىڭ تۇرمۇشى توغرىسىدا يېزىلغان."),
        (None, "An English text with one Russian word, Привет, and a good many more of its own."),
    ],
)
def test_a_language_is_known_by_its_letters(lang: str | None, text: str) -> None:
    assert guess([text]) == lang
