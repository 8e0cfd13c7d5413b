"""The files of languages: complete, and the only place in which languages are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.model import languages, writing
from octavo.model.accessible import sentences

SRC = Path(__file__).parents[3] / "src" / "octavo"
FILES = sorted((SRC / "languages").iterdir())
SECTIONS = ("words", "credits", "accessibility")
OPTIONAL = {"gap"}
"""What a language can say that English does not."""
ENGLISH = languages.load(languages.FALLBACK)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_complete(file: Path) -> None:
    assert file.suffix == ".toml"
    language = languages.load(file.stem)
    assert language.name
    assert not language.like or language.like in languages.tags()
    assert bool(language.words) == bool(language.credits) == bool(language.lists)
    for section in SECTIONS:
        own, english = getattr(language, section), getattr(ENGLISH, section)
        if not own:
            continue
        assert own.keys() - OPTIONAL == english.keys() - OPTIONAL, section
        assert all(own[key] for key in english)
        assert [key for key in english if own[key].count("{}") != english[key].count("{}")] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_language_that_can_be_guessed_has_a_script_that_is_counted(file: Path) -> None:
    language = languages.load(file.stem)
    if language.guess is not None:
        assert writing._family(language.script) in writing._LETTERS
        assert language.guess.alphabet in ("", *writing.ALPHABETS)
        if language.guess.share:
            assert language.guess.letters or language.guess.alphabet


def test_each_script_has_one_language_that_is_usual() -> None:
    usual = [each for each in languages.guessable() if each.guess and not each.guess.share and not each.parent]
    assert sorted(writing._family(each.script) for each in usual) == sorted(writing._LETTERS)


def test_no_name_means_two_languages() -> None:
    known = [languages.load(file.stem) for file in FILES]
    called = [name.casefold() for each in known for name in (each.name, *each.called, *each.variants)]
    assert len(called) == len(set(called))


def test_nothing_else_names_a_language() -> None:
    """No other file of the source code has the English name of a language that octavo has words in, as data."""
    names = [languages.load(file.stem).name for file in FILES if languages.load(file.stem).words]
    pattern = re.compile(rf"""["'](?:{"|".join(map(re.escape, names))})["']""")
    found = {str(file.relative_to(SRC)) for file in SRC.rglob("*.py") if pattern.search(file.read_text("utf-8"))}
    assert found == {"press/scripts.py"}, "which names families of fonts by their script"


def test_no_table_has_languages_for_its_keys() -> None:
    tables = re.compile(r"""["'](?:de|fr|es|it|ru|ja|zh)["']:""")
    found = [str(file.relative_to(SRC)) for file in SRC.rglob("*.py") if tables.search(file.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_words_that_rules_look_for(file: Path) -> None:
    words = languages.load(file.stem).proofreading
    for pattern in (words.picture_opening, words.colour_alone):
        assert re.compile(pattern)
    for listed in (words.vague_links, words.picture_words, words.repeatable):
        assert len(listed) == len(set(listed))
        assert all(each == each.casefold().strip() for each in listed)


def test_only_the_languages_in_use_are_read() -> None:
    languages.load.cache_clear()
    languages.find.cache_clear()
    languages.script.cache_clear()
    assert languages.find("pt-BR").tag == "pt"
    assert languages.load.cache_info().currsize == 1


@pytest.mark.parametrize(
    ("lang", "tag"),
    [
        ("en-GB", "en"), ("PT-br", "pt"), ("zh-CN", "zh"), ("zh-TW", "zh-Hant"), ("zh-Hans-HK", "zh"),
        ("yue", "zh-Hant"), ("de-1996", "de"), ("xx", "xx"),
    ],
)  # fmt: skip
def test_the_language_that_a_tag_means(lang: str, tag: str) -> None:
    assert languages.find(lang).tag == tag


@pytest.mark.parametrize(
    ("lang", "own"), [("de-AT", "de"), ("zh-TW", "zh"), ("ko", "en"), ("xx", "en"), ("ru", "ru"), ("pl", "pl")]
)
def test_the_language_of_accessibility_sentences(lang: str, own: str) -> None:
    assert sentences(lang).lang == own


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        ("he", "rtl"), ("ar-EG", "rtl"), ("uz-Arab", "rtl"), ("dv", "rtl"), ("en", "ltr"), ("he-Latn", "ltr"),
        ("az", "ltr"), ("ug-Cyrl", "ltr"), ("zh-Hant", "ltr"), ("xx", "ltr"),
    ],
)  # fmt: skip
def test_direction(lang: str, direction: str) -> None:
    assert writing.direction(lang) == direction
