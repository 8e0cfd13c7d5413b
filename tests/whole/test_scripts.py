"""Articles in Chinese, Japanese, Korean, Hebrew, Arabic and Persian, and passages in them: `scripts/` beside this file.

They are read here as their readers would: the words, the order in which they stand on a line, the faces, the direction.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from octavo.check.validators import VALIDATORS, Unavailable
from workshop import Editions, Ran, Workshop, poppler

ARTICLES = Path(__file__).parent / "scripts"
LANGUAGES = ("ja", "zh-Hans", "zh-Hant", "ko", "he", "ar", "fa")
RIGHT_TO_LEFT = ("he", "ar", "fa")
_LEFTWARDS = re.compile("[\u0590-\u06ff]")
OPF = {"o": "http://www.idpf.org/2007/opf"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("scripts"))


@pytest.fixture(scope="module")
def ran(workshop: Workshop) -> Ran:
    """All of them built by one command."""
    names = [f"{name}.md" for name in (*LANGUAGES, "mixed")]
    for name in names:
        shutil.copy(ARTICLES / name, workshop.folder)
    return workshop.run("build", *names)


@pytest.fixture
def editions(request: pytest.FixtureRequest, workshop: Workshop, ran: Ran) -> Editions:
    assert ran.code == 0, ran.out
    return Editions(workshop.folder / "output", request.param, ran)


def in_each(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("editions", names, indirect=True)


def faces(editions: Editions) -> set[str]:
    """The faces in the PDF, without what makes their names unique."""
    with pikepdf.open(editions.folder / f"{editions.name}.pdf") as pdf:
        return {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}


def words_on_lines(editions: Editions, page: int = 1) -> list[list[tuple[float, float, str]]]:
    """The words of a page by their lines, each with where it begins and ends, from left to right."""
    said = poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page),
                   str(editions.folder / f"{editions.name}.pdf"), "-")  # fmt: skip
    lines: dict[float, list[tuple[float, float, str]]] = {}
    for found in re.finditer(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', said):
        foot = next((foot for foot in lines if abs(foot - float(found[3])) < 3), float(found[3]))
        word = unescape(found[4])
        if _LEFTWARDS.search(word):  # poppler gives its letters here as they stand
            word = word[::-1]
        lines.setdefault(foot, []).append((float(found[1]), float(found[2]), word))
    return [sorted(line) for _, line in sorted(lines.items())]


def place(editions: Editions, word: str) -> tuple[float, float]:
    """From where to where on its line a word stands, on the first page."""
    return next((x, end) for line in words_on_lines(editions) for x, end, said in line if word in said)


def test_they_all_come_out_without_a_word(ran: Ran) -> None:
    assert (ran.code, ran.out) == (0, "")


@in_each(*LANGUAGES)
def test_they_say_their_language_and_direction(editions: Editions) -> None:
    way = "rtl" if editions.name in RIGHT_TO_LEFT else "ltr"
    root = editions.page.getroottree().getroot()
    assert (root.get("lang"), root.get("dir")) == (editions.name, way)
    assert {text.get("dir", "ltr") for text in editions.texts.values()} == {way}
    spine = editions.package.find("o:spine", OPF)
    assert spine.get("page-progression-direction", "ltr") == way
    with pikepdf.open(editions.folder / f"{editions.name}.pdf") as pdf:
        assert str(pdf.Root.Lang) == editions.name
        assert str(pdf.Root.ViewerPreferences.get("/Direction", "/L2R")) == ("/R2L" if way == "rtl" else "/L2R")


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        ("ja", "中国で生まれ、七世紀の初めに"), ("zh-Hans", "造纸的方法，使纸变得"),
        ("zh-Hant", "造紙的方法，使紙變得"), ("ko", "처음 만들어졌고, 삼국 시대에"),
        ("he", "לפני כאלפיים שנה, והגיע"), ("ar", "ألفي عام، ثم وصل"), ("fa", "در چین ساخته شد، و از راه"),
    ],
    indirect=["editions"],
)  # fmt: skip
def test_lines_of_the_source_are_joined_as_the_language_does(editions: Editions, said: str) -> None:
    assert said in editions.page_text
    assert said in editions.book_text


@in_each("ja", "zh-Hans", "ko", "he", "ar", "fa")
def test_what_is_copied_from_the_page_is_what_was_written(editions: Editions) -> None:
    copied = {
        "ja": "活字の高さはどれも同じでなければならない。", "zh-Hans": "北宋的毕昇发明了活字印刷术。",
        "ko": "세종은 1443년에 한글을 만들었다.", "he": "הנייר הומצא בסין לפני כאלפיים",
        "ar": "كان الورق أرخص من", "fa": "کاغذ نخستین بار در چین ساخته",
    }[editions.name]  # fmt: skip
    said = poppler("pdftotext", str(editions.folder / f"{editions.name}.pdf"), "-")
    bare = re.sub("[\u202a-\u202e\u2066-\u2069\u200c\u200b]", "", said)
    assert "".join(copied.split()) in "".join(bare.split())


@pytest.mark.parametrize(
    ("editions", "own", "foreign"),
    [
        ("ja", "Octavo-Serif-JP", "SC|TC|KR|Hebrew|Arabic"), ("zh-Hans", "Octavo-Serif-SC", "JP|TC|KR|Hebrew|Arabic"),
        ("zh-Hant", "Octavo-Serif-TC", "JP|SC|KR|Hebrew|Arabic"), ("ko", "Octavo-Serif-KR", "JP|SC|TC|Hebrew|Arabic"),
        ("he", "Octavo-Serif-Hebrew", "JP|SC|TC|KR|Arabic"), ("ar", "Octavo-Serif-Arabic", "JP|SC|TC|KR|Hebrew"),
        ("fa", "Octavo-Serif-Arabic", "JP|SC|TC|KR|Hebrew"),
    ],
    indirect=["editions"],
)  # fmt: skip
def test_each_has_the_faces_of_its_own_script_only(editions: Editions, own: str, foreign: str) -> None:
    assert own in faces(editions)
    assert not [face for face in faces(editions) if re.search(foreign, face)]
    packed = [name for name in editions.book if name.endswith(".woff2")]
    assert [name for name in packed if own.lower() in name]
    assert not [name for name in packed if re.search(f"-({foreign.lower()})-", name)]


@in_each("mixed")
def test_a_han_character_has_the_shape_of_the_language_of_its_passage(editions: Editions) -> None:
    assert {"Octavo-Serif-JP", "Octavo-Serif-SC", "Octavo-Serif-TC", "Octavo-Serif-KR"} <= faces(editions)
    glyphs = [
        node for node in editions.pdf.nodes() if node.role == "/Span" and node.lang in ("ja", "zh-Hans", "zh-Hant")
    ]
    assert [node.text() for node in glyphs if node.text() == "直骨"] == ["直骨"] * 3
    css = editions.page.find(".//style").text
    assert ':lang(zh-Hant){font-family:"Octavo Serif TC Marks"' in css.replace(", ", ",")


@in_each("ja", "zh-Hans")
def test_bold_beside_full_width_punctuation_is_bold(editions: Editions) -> None:
    bold = [each.text_content() for each in editions.page.findall(".//main//strong")]
    assert {"ja": "「和紙」", "zh-Hans": "「重要」"}[editions.name] in bold
    assert "*" not in editions.page_text


@in_each("ja", "zh-Hans", "he", "ar")
def test_nothing_is_slanted(editions: Editions) -> None:
    manner = {element.get("class") for element in editions.page.iterfind(".//main//em") if element.get("class")}
    assert manner == {"dotted" if editions.name in ("ja", "zh-Hans") else "upright"}
    assert not [face for face in faces(editions) if "Italic" in face and re.search("JP|SC|Hebrew|Arabic", face)]


@in_each("zh-Hans")
def test_lines_of_chinese_end_at_one_place(editions: Editions) -> None:
    ends = sorted(line[-1][1] for line in words_on_lines(editions))
    assert sum(max(ends) - end < 0.5 for end in ends) >= 8, "but for the last of each paragraph"


@in_each("he", "ar", "fa")
def test_lines_begin_on_the_right(editions: Editions) -> None:
    first, second = {
        "he": ("הנייר", "הומצא"), "ar": ("الصين", "قبل"), "fa": ("کاغذ", "نخستین"),
    }[editions.name]  # fmt: skip
    line = next(line for line in words_on_lines(editions) if any(second in word for *_, word in line))
    places = {word: x for x, _, word in line}
    assert next(x for word, x in places.items() if first in word) > next(
        x for word, x in places.items() if second in word
    )


@in_each("he")
def test_latin_words_and_code_run_to_the_right_between_the_others(editions: Editions) -> None:
    before, johannes = place(editions, "גוטנברג"), place(editions, "Johannes")
    gutenberg, after = place(editions, "Gutenberg"), place(editions, "הדפיס")
    assert after[1] < johannes[0] < gutenberg[0] < before[0]
    assert place(editions, "octavo")[1] < place(editions, "build")[0]
    passage, emphasis = place(editions, "passage"), place(editions, "emphasis")
    assert passage[1] < emphasis[0]
    assert place(editions, "באמצע")[1] < passage[0], "a passage of several boxes stays together, in its own order"


@in_each("he")
def test_code_is_told_to_run_to_the_right(editions: Editions) -> None:
    assert {code.get("dir") for code in editions.page.iterfind(".//main//code") if code.getparent().tag != "pre"} == {
        "ltr"
    }
    assert {pre.get("dir") for pre in editions.page.iterfind(".//main//pre")} == {"ltr"}
    assert [span.get("dir") for span in editions.page.iterfind(".//main//span[@lang='en']")] == ["ltr"]


@in_each("mixed")
def test_a_hebrew_passage_in_english_runs_to_the_left(editions: Editions) -> None:
    assert [span.get("dir") for span in editions.page.iterfind(".//main//span[@lang='he']")] == ["rtl"]
    paper, made = place(editions, "הנייר"), place(editions, "הומצא")
    assert made[1] < paper[0]


@in_each("zh-Hans")
def test_characters_are_counted(editions: Editions) -> None:
    assert editions.pdf.read().counts.words > 200


def test_a_book_from_right_to_left_is_bound_on_the_right(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    text = "הדפוס שינה את העולם, וספרים נעשו זולים יותר. [דפוס]{.index} הוא מלאכה עתיקה.\n\n"
    workshop.write("b/one.md", "# פרק על נייר\n\n" + text * 30)
    workshop.write("b/two.md", "# הדפוס\n\nסוף.\n")
    workshop.write("b/book.yaml", "title: ספר קטן\nlang: he\nchapters: [one.md, two.md]\noctavo: {page-size: a5}\n")
    ran = workshop.run("build", "b", "--to", "pdf,epub")
    assert (ran.code, ran.out) == (0, "")
    editions = Editions(tmp_path / "output", "b", ran)
    with pikepdf.open(tmp_path / "output" / "b.pdf") as pdf:
        labels = [page.label for page in pdf.pages]
    recto, verso = (words_on_lines(editions, labels.index(label) + 1) for label in ("1", "2"))
    width = 419.5
    assert recto[-1][0][0] < width / 2 < verso[-1][0][0], "folios stand at the outer edges: page 1 lies on the left"
    widest = max(recto, key=lambda line: line[-1][1] - line[0][0])
    assert widest[0][0] < width - widest[-1][1], "the inner margin is the wider one, on the right of page 1"


@pytest.mark.parametrize(("text", "lang", "name"), [
    ("紙は中国で生まれた。", "ja", "Japanese"), ("纸是中国古代的发明。", "zh", "Chinese"),
    ("종이는 중국에서 만들어졌다.", "ko", "Korean"), ("הנייר הומצא בסין.", "he", "Hebrew"),
    ("اخترع الورق في الصين.", "ar", "Arabic"), ("کاغذ در چین ساخته شد.", "fa", "Persian"),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["article", "book", "folder"])
def test_a_language_that_nobody_gives_is_known_by_its_letters(
    text: str, lang: str, name: str, kind: str, tmp_path: Path
) -> None:
    workshop = Workshop(tmp_path)
    if kind == "article":
        workshop.write("x.md", f"---\ntitle: T\n---\n\n{text}\n")
    else:
        workshop.write("x/1-one.md", f"# {text[:3]}\n\n{text}\n")
        workshop.write("x/2-two.md", f"# {text[3:6]}\n\n{text}\n")
    if kind == "book":
        workshop.write("x/book.yaml", "title: T\nchapters: [1-one.md, 2-two.md]\n")
    ran = workshop.run("build", "x.md" if kind == "article" else "x", "--to", "html")
    assert ran.code == 0
    assert ran.rules == ["lang.missing"]
    assert f"no language is given; {name} ({lang}) is assumed from its letters [lang.missing]" in ran.out
    assert f"lang: {lang}" in ran.out
    assert Editions(tmp_path / "output", "x", ran).page.getroottree().getroot().get("lang") == lang


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda each: each.name)
def test_validators_have_nothing_to_say(validator: Any, workshop: Workshop, ran: Ran) -> None:
    if isinstance(there := validator.find(), Unavailable):
        pytest.skip(f"{validator.name}: {there.reason}")
    names = ("ja", "he") if validator.name in ("ace", "axe") else (*LANGUAGES, "mixed")
    found = validator.run([workshop.folder / "output" / f"{name}.{validator.formats[0]}" for name in names])
    assert [f"{each.location} {each.message}" for each in found if each.severity != "info"] == []


@pytest.mark.parametrize("theme", ["literary", "technical"])
def test_figures_signs_and_small_capitals_keep_their_meaning_among_hebrew(theme: str, tmp_path: Path) -> None:
    text = (ARTICLES / "figures.md").read_text(encoding="utf-8")
    workshop = Workshop(tmp_path)
    workshop.write("x.md", text.replace("lang: he", f"lang: he\noctavo: {{theme: {theme}}}"))
    built = workshop.build("x.md", "--to", "pdf")
    assert built.ran.out == ""
    said = poppler("pdftotext", str(tmp_path / "output" / "x.pdf"), "-")
    assert all(part in said for part in ("123", "H2O", "Small Caps", "2.50", "½", "№"))


def test_quotation_marks_of_a_latin_text_that_quotes_chinese_stay_latin(workshop: Workshop) -> None:
    workshop.write("x.md", '---\ntitle: T\nlang: en\n---\n\nThe word "paper" is [紙]{lang=ja} … in Japan.\n')
    workshop.build("x.md", "-t", "pdf")
    assert "Marks" not in poppler("pdffonts", str(workshop.folder / "output" / "x.pdf"))


@pytest.mark.parametrize("words", ["⻓⻢⼝与长马口", "长马口与⻓⻢⼝"])
def test_radicals_and_ideographs_of_one_shape_are_told_apart(words: str, workshop: Workshop) -> None:
    workshop.write("r.md", f"---\ntitle: 部首\nlang: zh\n---\n\n{words}。\n\n## 另一節\n\n长马。\n")
    assert workshop.build("r.md", "-t", "pdf").ran.out == ""
    said = poppler("pdftotext", str(workshop.folder / "output" / "r.pdf"), "-").split()
    assert f"{words}。" in said
    assert "长马。" in said
