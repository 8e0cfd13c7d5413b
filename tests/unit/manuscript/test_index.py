"""The index of a book."""

from __future__ import annotations

import pytest

from octavo.manuscript.index import find_initial
from octavo.model.galley import Term
from octavo.model.publication import Metadata
from typesetter import Make, made


def told(terms: tuple[Term, ...], indent: str = "") -> list[str]:
    lines = []
    for term in terms:
        places = [f"{each.label}{f'-{each.until}' if each.until else ''}" for each in term.locators]
        places += [f"see {other}" for other in term.see] + [f"also {other}" for other in term.see_also]
        lines.append(" ".join([indent + term.text, *places]))
        lines += told(term.below, indent + "  ")
    return lines


def test_entries(book: Make) -> None:
    text = """# A

[zebra]{.index} [Äpfel]{.index entry="apple"}

## S

[]{.index entry="fruit!apple;fruit"} [x]{.index entry="Zebra" see="apple"}[]{.index entry="fruit" see-also="apple"}

[]{.index entry="range" range="start"}

## T

[]{.index entry="range" range="end"} [42]{.index} [*éclair*]{.index} Note.^[In a [note]{.index}.]
"""
    built = book({"a.md": text, "i": made("i", "index")})
    assert told(built.manuscript.index) == [
        "42 1.2", "apple 1", "éclair 1.2", "fruit 1.1 1.1 also apple", "  apple 1.1", "note 1.2", "range 1.1-ix-7",
        "Zebra see apple", "zebra 1",
    ]  # fmt: skip
    assert [each.initial for each in built.manuscript.index] == ["", "A", "E", "F", "N", "R", "Z", "Z"]
    assert built.texts("a", "//span[@class='index-mark']")[:2] == ["zebra", "Äpfel"]
    ids = built.tree("a").xpath("//span[@class='index-mark']/@id")
    assert len(ids) == len(set(ids)) == 10
    assert built.tree("i").xpath("//div[@class='index apparatus']/@role") == ["doc-index"]
    assert built.rules == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["ape", "Äpfel", "apple", "zebra"]),
        ("sv", ["apa", "zebra", "ål", "äpple", "öl"]),
        ("es", ["nube", "ñandú", "oso"]),
        ("de", ["Maß", "Masse", "Öl", "Opa"]),
        ("ja", ["あめ", "がく", "かさ"]),
    ],
)
def test_the_order_of_the_language(lang: str, words: list[str], book: Make) -> None:
    text = "# A\n\n" + " ".join(f"[{word}]{{.index}}" for word in reversed(words)) + "\n"
    built = book({"a.md": text}, metadata=Metadata(title="B", lang=lang))
    assert [term.text for term in built.manuscript.index] == words


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [("Äpfel", "de", "A"), ("ål", "sv", "Å"), ("ålder", "en", "A"), ("42", "en", ""), ("がく", "ja", "か")],
)
def test_initials(text: str, lang: str, wanted: str) -> None:
    assert find_initial(text, lang) == wanted


def test_ranges_over_chapters(book: Make) -> None:
    built = book({"a.md": '# A\n\n[x]{.index range="start"}\n', "b.md": '# B\n\n[]{.index entry="x" range="end"}\n'})
    (term,) = built.manuscript.index
    (place,) = term.locators
    assert (place.chapter, place.anchor, place.until_chapter, place.until) == ("a", "ix-1", "b", "ix-1")


def test_what_is_wrong_with_an_index(book: Make) -> None:
    text = '# A\n\n[apple]{.index}\n[]{.index entry="pear" see="appel"}\n\n[]{.index entry="x" range="start"}\n'
    built = book({"a.md": text, "b.md": '# B\n\n[]{.index entry="y" range="end"}\n'})
    assert [(each.rule, str(each.place), each.hint) for each in built.found if "see" in each.rule] == [
        ("index.see-missing", "a.md:4:29", "did you mean 'apple'?")
    ]
    assert [(each.rule, str(each.place)) for each in built.found if "range" in each.rule] == [
        ("index.range-open", "a.md:6:11"),
        ("index.range-open", "b.md:3:11"),
    ]


def test_entries_as_latex_has_them(book: Make) -> None:
    text = r"""# A

Of apples\index{fruit!apple} and\index{pear|see{fruit}} x\index{x@\texttt{y}|(} z\index{y|)} and\index{z|textbf}.
"""
    built = book({"a.md": text})
    assert told(built.manuscript.index) == ["fruit", "  apple 1", "pear see fruit", "y 1-ix-4", "z 1"]
    assert built.rules == []


def test_a_place_alone_in_a_paragraph_goes_with_the_next_one(book: Make) -> None:
    built = book({"a.md": "# A\n\n[]{.index entry=x} []{.index entry=y}\n\nText.\n"})
    assert built.galley("a").html.count(b"<p>") == 1
    assert [each.text for each in built.manuscript.index] == ["x", "y"]
