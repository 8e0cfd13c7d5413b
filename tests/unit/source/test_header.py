"""The header: what an author may write, and what is said of each slip, at its line and column."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.publication import Contributor, Metadata
from octavo.model.settings import Limits, Settings
from octavo.source import elsewhere, keys
from octavo.source.header import Header, HeaderValues, read, read_keys


def header(yaml: str, defaults: str = "") -> Header:
    said, _ = read_keys(defaults, "octavo.yaml")
    found, diagnostics = read(f"---\nlang: en\n{yaml}\n---\ntext\n", "a.md", said or HeaderValues())
    assert diagnostics == []
    assert found is not None
    return found


def metadata(yaml: str) -> Metadata:
    return header(yaml).metadata


def settings(yaml: str) -> Settings:
    return header(f"octavo:\n  {yaml}").settings


def wrong(yaml: str, lang: str = "lang: en\n") -> list[Diagnostic]:
    return read(f"---\n{lang}{yaml}\n---\ntext\n", "a.md")[1]


def only(yaml: str, lang: str = "lang: en\n") -> tuple[str, str, str, str]:
    (one,) = wrong(yaml, lang)
    return one.rule, str(one.place), one.message, one.hint


def test_a_text_without_header_is_all_text() -> None:
    found, diagnostics = read("One\n\n---\n\nTwo\n", "a.md")
    assert found is not None
    assert (found.body, found.body_line, found.metadata.title) == ("One\n\n---\n\nTwo\n", 1, "")
    assert [one.rule for one in diagnostics] == ["lang.missing"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\n---\nx", 4),
        ("---\ntitle: A\n...\nx", 4),
        ("---  \n# comment\ntitle: A\n--- \nx", 5),
        ("\n\n---\ntitle: A\n---\n\nx", 6),
    ],
)
def test_a_header_ends_with_hyphens_or_dots(text: str, line: int) -> None:
    found, _ = read(text, "a.md")
    assert found is not None
    assert (found.metadata.title, found.body_line) == ("A", line)


@pytest.mark.parametrize(
    "text", ["---\n\ntitle: A\n---\nx", "---\nJust a paragraph\n---\nx", "---\n- a\n---\nx", "---\nNo end\n\nx"]
)
def test_rules_about_other_text_are_no_header(text: str) -> None:
    found, diagnostics = read(text, "a.md")
    assert found is not None
    assert (found.body, found.body_line) == (text, 1)
    assert [one.rule for one in diagnostics] == ["lang.missing"]


def test_an_empty_header() -> None:
    found, _ = read("---\n---\nx", "a.md")
    assert found is not None
    assert (found.body, found.metadata) == ("x", Metadata())


def test_every_key_knows_its_place() -> None:
    lines = header("title: A\noctavo:\n  logo: a.svg\n  css: [b.css,\n    c.css]").key_lines
    assert lines["title"] == (3, 1)
    assert lines["octavo.logo"] == (5, 3)
    assert lines["octavo.css.1"] == (7, 5)


def test_authors() -> None:
    assert metadata("author: Jane").contributors == (Contributor("Jane"),)
    assert metadata("author: [Jane, Joe]").contributors == (Contributor("Jane"), Contributor("Joe"))
    assert metadata("author: {name: Jane Austen, file-as: 'Austen, Jane'}").contributors == (
        Contributor("Jane Austen", "aut", "Austen, Jane"),
    )
    several = "author:\n- Jane\n- name: Joe\n  role: translator\n  affiliation: X\n- {name: Zoë, role: ILL}"
    assert metadata(several).contributors == (
        Contributor("Jane"),
        Contributor("Joe", "trl"),
        Contributor("Zoë", "ill"),
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-06-24", date(2025, 6, 24)),
        ("2025-06-24T03:30", datetime(2025, 6, 24, 3, 30)),  # noqa: DTZ001
        ("2025-06-24 03:30:15", datetime(2025, 6, 24, 3, 30, 15)),  # noqa: DTZ001
        ("2025-06-24T03:30:00Z", datetime(2025, 6, 24, 3, 30, tzinfo=UTC)),
        ("Spring 2024", "Spring 2024"),
        ("2024", "2024"),
        ("'2025-06'", "2025-06"),
    ],
)
def test_dates(written: str, read: object) -> None:
    assert metadata(f"date: {written}").date == read


def test_texts_are_kept_as_written() -> None:
    assert metadata("title: 1984").title == "1984"
    assert metadata("title: 1.10").title == "1.10"
    assert metadata("title: 2025-06-24").title == "2025-06-24"
    assert metadata("abstract: |\n  One.\n\n  Two.").abstract == "One.\n\nTwo."


def test_keywords_and_tags() -> None:
    assert metadata("keywords: a, b c ,d").keywords == ("a", "b c", "d")
    assert metadata("keywords: [a, b]\ntags: [b, c]").keywords == ("a", "b", "c")


def test_identifiers() -> None:
    def given(yaml: str) -> list[tuple[str, str]]:
        return [(each.text, each.edition) for each in metadata(f"identifier: {yaml}").identifiers]

    assert given("urn:isbn:1") == [("urn:isbn:1", "")]
    assert given("\n- {scheme: ISBN-13, text: 978-1}\n- b") == [("urn:isbn:978-1", ""), ("b", "")]
    assert given("{scheme: DOI, text: 'doi:10.1/2'}") == [("doi:10.1/2", "")]
    assert given("{print: 1, ebook: [2, 3]}") == [("1", "print"), ("2", "epub"), ("3", "epub")]
    assert given("\n- hardback: 1\n- doi: 10.1/2") == [("1", "hardcover"), ("doi:10.1/2", "")]


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("[978-0-00-000000-2, 978-1-00-000000-9]", "has more than one ISBN, but an ISBN belongs to one edition"),
        ("{eupb: 978-0-00-000000-2}", "has 'eupb', which is not an edition"),
        ("{scheme: ISBN}", "has 'scheme', which is not an edition"),
    ],
)
def test_an_identifier_that_could_be_lost_is_an_error(yaml: str, said: str) -> None:
    assert [each.message for each in wrong(f"identifier: {yaml}")] == [f"identifier {said}"]


def test_contributors_have_roles() -> None:
    def given(yaml: str) -> list[tuple[str, str]]:
        return [(each.name, each.role) for each in metadata(yaml).contributors]

    by_role = "author: Ann\ncontributors:\n  translator: Bea\n  editor: [Cy, {name: Di, file-as: D}]"
    assert given(by_role) == [("Ann", "aut"), ("Bea", "trl"), ("Cy", "edt"), ("Di", "edt")]
    assert given("contributors: [Ann, {name: Bea, role: ill}]") == [("Ann", "ctb"), ("Bea", "ill")]


@pytest.mark.parametrize(
    ("written", "tag"), [("no", "no"), ("pt-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("de-CH-1996", "de-CH-1996")]
)
def test_languages(written: str, tag: str) -> None:
    found, diagnostics = read(f"---\nlang: {written}\n---\nx", "a.md")
    assert diagnostics == []
    assert found is not None
    assert found.metadata.lang == tag


@pytest.mark.parametrize(
    ("written", "meant"),
    [("english", "en"), ("English (UK)", "en"), ("pt_BR", "pt-BR"), ("en_US.UTF-8", "en-US"), ("deutsch", "de")],
)
def test_a_language_that_is_no_tag(written: str, meant: str) -> None:
    assert only(f"lang: {written}", "") == (
        "lang.invalid",
        "a.md:2:7",
        f"lang is '{written}', which is not a language tag",
        f"did you mean '{meant}'?",
    )


def test_no_language() -> None:
    (one,) = wrong("title: A", "")
    assert (one.rule, one.severity, str(one.place)) == ("lang.missing", Severity.WARNING, "a.md:1:1")
    assert (one.message, one.hint) == ("no language is given; English (en) is assumed", "add lang: en to the header")


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("a5", (148.0, 210.0)),
        ("letter", (215.9, 279.4)),
        ("6x9", (152.4, 228.6)),
        ("6×9 in", (152.4, 228.6)),
        ("6 x 9in", (152.4, 228.6)),
        ("170mm 240mm", (170.0, 240.0)),
        ("5.5in 8.5in", (139.7, 215.9)),
        ("12 x 20 cm", (120.0, 200.0)),
        ("5x8", (127.0, 203.2)),
        ("5.06x7.81", (128.524, 198.374)),
        ("5.5 by 8.5", (139.7, 215.9)),
        ("[5in, 8in]", (127.0, 203.2)),
        ("14,8 x 21 cm", (148.0, 210.0)),
        ("b5", (176.0, 250.0)),
        ("A5 landscape", (210.0, 148.0)),
        ("half-letter", (139.7, 215.9)),
        ("US-Letter", (215.9, 279.4)),
        ("us legal landscape", (355.6, 215.9)),
    ],
)
def test_page_sizes(written: str, size: tuple[float, float]) -> None:
    assert settings(f"page-size: {written}").page_size == size


def test_settings() -> None:
    assert settings("formats: [html, pdf, html]").formats == ("pdf", "html")
    assert settings("css: a.css").css == ("a.css",)
    assert settings("limits: {megapixels: 120}").limits == Limits(megapixels=120.0)
    assert settings("rules: {b.c: off, a.b: error}").rules == (("a.b", Severity.ERROR), ("b.c", None))
    assert settings("reader: gfm+footnotes").reader == "gfm+footnotes"
    assert header("octavo:").settings == Settings()


def test_defaults_hold_where_the_article_is_silent() -> None:
    defaults = "publisher: House\nlang: de\noctavo:\n  theme: technical\n  logo: l.svg\n  limits: {megabytes: 9}\n"
    found = header("title: A\noctavo: {theme: literary, logo: null, limits: {megapixels: 8}}", defaults)
    assert (found.metadata.publisher, found.metadata.lang) == ("House", "en")
    assert (found.settings.theme, found.settings.logo) == ("literary", None)
    assert found.settings.limits == Limits(8.0, 9.0)
    said, _ = read_keys("lang: de", "octavo.yaml")
    assert said is not None
    silent, diagnostics = read("text", "a.md", said)
    assert silent is not None
    assert (silent.metadata.lang, diagnostics) == ("de", [])


@pytest.mark.parametrize(
    ("yaml", "place", "message"),
    [
        ("title: [a, b]", "3:8", "title must be text, not a list"),
        ("title: yes", "3:8", "title must be text, not the truth value yes"),
        ("keywords: [a, {b: c}]", "3:15", "keywords must be text, not a mapping"),
        ("toc: 3", "3:6", "toc must be true or false, not the number 3"),
        ("author: [{role: trl}]", "3:10", "author must have a name"),
        ("octavo: A4", "3:9", "octavo must be a mapping of keys to values, not text"),
        ("octavo: {numbers: true}", "3:19", "numbers must be a mapping of keys to values, not the truth value true"),
        ("octavo: {limits: {megabytes: many}}", "3:30", "limits.megabytes must be a number, not text"),
        ("octavo:\n  rules: [a]", "4:10", "rules must be a mapping of keys to values, not a list"),
        ("[a]: b", "3:1", "a key must be a word, not a list"),
    ],
)
def test_wrong_types(yaml: str, place: str, message: str) -> None:
    assert only(yaml)[:3] == ("header.type", f"a.md:{place}", message)


def test_a_truth_value_is_to_be_quoted() -> None:
    assert only("title: yes")[3] == 'put it in quotes: title: "yes"'


@pytest.mark.parametrize(
    ("yaml", "place", "message", "hint"),
    [
        ("date: 2025-02-30", "3:7", "date is '2025-02-30', a day or time that does not exist", ""),
        (
            "author: {name: X, role: translater}",
            "3:25",
            "author.role is 'translater', which is not a known role",
            "did you mean 'translator'?",
        ),
        ("octavo: {formats: [eupb]}", "3:20", "formats is 'eupb', not pdf, epub, html or site", "did you mean 'epub'?"),
        (
            "octavo: {print-links: footnotes}",
            "3:23",
            "print-links is 'footnotes', not footnote, inline or none",
            "did you mean 'footnote'?",
        ),
        (
            "octavo: {pdf-standard: [a-2b, ua-2]}",
            "3:24",
            "pdf-standard asks for a-2b, which is PDF 1.7, and ua-2, which is PDF 2.0",
            "combine a-4 with ua-2, and the others with ua-1",
        ),
        (
            "octavo: {pdf-standard: [a-2b, a-2a]}",
            "3:24",
            "pdf-standard asks for two kinds of PDF/A, a-2b and a-2a",
            "name one: a file can conform to one only",
        ),
        (
            "octavo: {pdf-standard: PDF/A-2x}",
            "3:24",
            "pdf-standard is 'a-2x', not ua-1, ua-2, a-2b, a-2u, a-2a, a-3b, a-3u, a-3a or a-4",
            "did you mean 'ua-2'?",
        ),
        (
            "octavo: {page-size: 170 240}",
            "3:21",
            "page-size is '170 240': in what unit?",
            "add the unit: 170mm 240mm, or cm, in or pt; without one, numbers below 20 are inches",
        ),
        (
            "octavo: {page-size: 5mm 240mm}",
            "3:21",
            "page-size has a side of 5 mm; a page is from 50 to 1000 mm wide and high",
            "",
        ),
        (
            "octavo: {rules: {a.b: warn}}",
            "3:23",
            "rules.a.b is 'warn', not error, warning, info or off",
            "did you mean 'warning'?",
        ),
    ],
)
def test_wrong_values(yaml: str, place: str, message: str, hint: str) -> None:
    assert only(yaml) == ("header.value", f"a.md:{place}", message, hint)


def test_an_unknown_key_of_octavos_own() -> None:
    (one,) = wrong("octavo:\n  page-sise: A4")
    assert (one.rule, one.severity, str(one.place)) == ("header.unknown-key", Severity.ERROR, "a.md:4:3")
    assert (one.message, one.hint) == ("there is no key 'page-sise' under octavo", "did you mean 'page-size'?")
    assert only("octavo: {title: A}")[3] == "put title at the top of the header, not under octavo"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("subtitel", "subtitle"), ("auhtor", "author"), ("Title", "title"), ("keyword", "keywords"), ("dtae", "date")],
)
def test_a_slip_in_a_top_key(slip: str, meant: str) -> None:
    (one,) = wrong(f"{slip}: x")
    assert (one.rule, one.severity, str(one.place)) == ("header.unknown-key", Severity.WARNING, "a.md:3:1")
    assert (one.message, one.hint) == (f"'{slip}' is not a key that octavo knows", f"did you mean '{meant}'?")


def test_a_slip_for_the_language() -> None:
    assert [(one.rule, one.hint) for one in wrong("langauge: en", "")] == [
        ("lang.missing", "add lang: en to the header"),
        ("header.unknown-key", "did you mean 'lang'?"),
    ]


def test_keys_of_other_tools_are_left_alone() -> None:
    foreign = """
    tag data layout draft author-note header-includes categories format header summary subject columns id
    slug permalink dates lead text published publish titles doi theme right uri doc tables late
    """
    assert wrong("\n".join(f"{key}: x" for key in foreign.split())) == []


@pytest.mark.parametrize(
    ("yaml", "hint"),
    [
        ("papersize: a5", "write octavo: {page-size: A5}"),
        ("papersize: a5paper", "write octavo: {page-size: A5}"),
        ("cover: cover.jpg", "write cover-image: cover.jpg"),
        ("isbn: 978-0-14-143951-8", "write identifier: 978-0-14-143951-8"),
        ("numbersections: yes", "write octavo: {number-sections: yes}"),
        (
            "mainfont: Georgia",
            "write it into a style sheet, which octavo: {css: house.css} names: body { font-family: ",
        ),
        ("documentclass: book\nclassoption: twoside", "it is for LaTeX"),
    ],
)
def test_a_word_from_elsewhere_leads_to_what_octavo_has(yaml: str, hint: str) -> None:
    (one,) = wrong(yaml)
    assert (one.rule, one.severity) == ("header.other-tool", Severity.INFO)
    assert one.hint.startswith(hint)
    assert wrong(f"{yaml}\noctavo: {{page-size: A5, number-sections: true, css: a.css}}\ncover-image: a.png\n"
                 "identifier: 1") == []  # fmt: skip


@pytest.mark.parametrize(
    ("yaml", "hint"),
    [
        ("cover: c.jpg", "write cover-image: c.jpg, at the top and not under octavo"),
        ("margins: 2cm", "write it into a style sheet, which octavo: {css: house.css} names: @page { margin:"),
        ("numbering: true", "write number-sections: true"),
        ("numbering: roman", "write number-sections: true"),
        ("pageSize: A5", "did you mean 'page-size'?"),
        ("dedication: To A", "write it into a file dedication.md, and list it in book.yaml: front: [dedication.md]"),
        ("zzz: 1", "the keys are formats, theme"),
    ],
)
def test_a_word_from_elsewhere_under_octavo(yaml: str, hint: str) -> None:
    assert only(f"octavo: {{{yaml}}}")[3].startswith(hint)


def test_every_word_from_elsewhere_leads_to_a_key_and_is_none() -> None:
    known = {*keys.BOOK, *keys.SETTINGS}
    targets = {name for _, meaning in elsewhere.words() for name in meaning.path}
    assert targets <= known
    both = {word for word, meaning in elsewhere.words() if word in known and word != "css"}
    assert both == set()


def test_a_key_like_one_that_is_given_is_no_slip() -> None:
    assert wrong("author: A\nauthors: [B]") == []


@pytest.mark.parametrize(
    ("yaml", "place", "message", "hint"),
    [
        (
            "title: Tea: a history",
            "3:8",
            "a value with a colon and a space in it must be in quotes",
            'write title: "Tea: a history"',
        ),
        ("octavo:\n\ttheme: x", "4:1", "this line is indented with a tab, which YAML does not allow", "use spaces"),
        ("title: 'abc", "3:8", "this quotation mark is never closed", ""),
        ("tags: [a, b", "3:7", "this list is never closed", "end it with ]"),
        ("title: @home", "3:8", "a value cannot begin with @ unless it is in quotes", "put the value in quotes"),
        (
            "title: A\nsubtitle\ndate: x",
            "4:1",
            "this line is not a key with a value",
            "write it as 'key: value', or indent it to continue the line above",
        ),
        (
            "title: *bold*",
            "3:8",
            "YAML reads *bold* as a reference to &bold*, which does not exist",
            "put the value in quotes if it is text",
        ),
        ('title: "\\0"', "3:8", "the character U+0000 cannot be published", "delete it"),
        ("title: &a [*a]", "3:8", "this has too many values to read, or contains itself", ""),
    ],
)
def test_broken_yaml(yaml: str, place: str, message: str, hint: str) -> None:
    assert only(yaml) == ("yaml.syntax", f"a.md:{place}", message, hint)
    assert read(f"---\n{yaml}\n---\nx", "a.md")[0] is None


def test_a_header_without_end() -> None:
    found, (one,) = read("---\ntitle: A\n\ntext\n", "a.md")
    assert found is None
    assert (one.rule, str(one.place)) == ("yaml.syntax", "a.md:1:1")
    assert one.message == "the header that begins here has no end"


def test_a_key_without_space_behind_its_colon() -> None:
    found, (one,) = read("---\ntitle:A\n---\ntext\n", "a.md")
    assert found is None
    assert (one.rule, str(one.place), one.hint) == ("header.type", "a.md:2:1", "put a space after the colon of a key")


def test_a_key_given_twice() -> None:
    assert only("title: A\ntitle: B") == (
        "yaml.duplicate-key",
        "a.md:4:1",
        "'title' is given twice, first on line 3",
        "delete one of them",
    )


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    bomb += "".join(f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 10)}]\n" for n in range(9))
    (one,) = wrong(bomb)
    assert (one.rule, one.message) == ("yaml.syntax", "this has too many values to read, or contains itself")


def test_nesting_without_end_is_refused() -> None:
    (one,) = wrong("a: " + "[" * 50_000)
    assert (one.rule, one.message) == ("yaml.syntax", "lists and mappings are nested too deeply here")


def test_all_mistakes_are_told_in_order_and_the_rest_is_read() -> None:
    found, diagnostics = read("---\nlang: xxxxx\ntoc: x\noctavo: {theme: technical, hero: []}\n---\nx", "a.md")
    assert [one.place.line for one in diagnostics] == [2, 3, 4]
    assert found is not None
    assert found.settings.theme == "technical"


@pytest.mark.parametrize(
    ("yaml", "place", "message", "hint"),
    [
        ("numbers: {figure: all}", "4:13", "there is no key 'figure' under octavo.numbers", "did you mean 'figures'?"),
        ("numbers: {figures: labeled}", "4:22", "numbers.figures is 'labeled', not all, labelled or none",
         "did you mean 'labelled'?"),
        ("number-depth: 7", "4:17", "number-depth must be a whole number from 0 to 6, not 7", ""),
        ("toc-depth: deep", "4:14", "toc-depth must be a number from 0 to 6, not text", ""),
        ("lists: [figure]", "4:11", "lists is 'figure', not figures, tables or listings", "did you mean 'figures'?"),
        ("chapters-open: verso", "4:18", "chapters-open is 'verso', not page or recto", ""),
        ("half-title: maybe", "4:15", "half-title must be true or false, not text", ""),
    ],
)  # fmt: skip
def test_wrong_settings_of_a_book(yaml: str, place: str, message: str, hint: str) -> None:
    rule, where, said, told = only(f"octavo:\n  {yaml}")
    assert rule.startswith("header.")
    assert (where, said, told) == (f"a.md:{place}", message, hint)


def test_an_article_may_say_what_only_books_heed() -> None:
    assert settings("chapters-open: recto").chapters_open == "recto"
    assert only("half-title: false")[2:] == ("'half-title' has no effect here", "put it under octavo:")
