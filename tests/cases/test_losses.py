"""Small texts, one construct each, of which no word may get lost on the way to the editions.

A case is an article `NAME.md`, or a folder `NAME/`: an article too where it has a `NAME.md`, else a book. Many are
built in one run. `NAME.expect` says what must come of it, a line each; `tests/README.md` has the forms.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from cssselect2 import ElementWrapper
from lxml import etree

from workshop import Editions, Ran, Workshop, squeezed

HOME = Path(__file__).parent / "losses"
CASES = sorted(path.stem for path in HOME.glob("*.expect"))
FORMS = ("pdf", "epub", "html")
WATCHED = ("text.lost", "text.added", "markup.leaked")
"""Rules of which a case names every finding."""
IN_A_RUN = 40
"""How many cases are built together."""

_COUNT = re.compile(r"(html|epub) has (\d+)")


def expected(case: str) -> list[tuple[str, str]]:
    """Return the lines of `NAME.expect` as pairs of what they ask and for what."""
    lines = (HOME / f"{case}.expect").read_text(encoding="utf-8").splitlines()
    return [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in lines) if value]


def source_of(case: str) -> str:
    """Return the path of a case from `losses/`, as the command is given it."""
    if (HOME / f"{case}.md").exists():
        return f"{case}.md"
    return f"{case}/{case}.md" if (HOME / case / f"{case}.md").exists() else case


def is_refused(case: str) -> bool:
    return any(key == "fails" for key, _ in expected(case))


@pytest.fixture
def built(case: str, request: pytest.FixtureRequest, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder in which the case was built, in one run with some others of this session."""
    wanted = [
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.name.startswith(test_nothing_is_lost.__name__)
    ]
    run = wanted.index(case) // IN_A_RUN

    def fill(folder: Path) -> None:
        shutil.copytree(HOME, folder, dirs_exist_ok=True)
        sources = map(source_of, wanted[run * IN_A_RUN : (run + 1) * IN_A_RUN])
        ran = Workshop(folder).spawn("build", *sources, "--to", ",".join(FORMS), "--report", "report.json")
        assert ran.code in (0, 1), ran.err
        (folder / "ran.txt").write_text(f"{ran.out}\n{ran.err}\n", encoding="utf-8")

    return once(f"losses-{run}", fill)


def test_each_text_has_its_expectations() -> None:
    texts = {path.stem for path in HOME.iterdir() if path.suffix == ".md" or path.is_dir()}
    assert texts == set(CASES)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("case", [case for case in CASES if not is_refused(case)])
def test_nothing_is_lost(case: str, built: Path) -> None:
    name = Path(source_of(case)).stem
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))
    found = [each for each in report["diagnostics"] if str(each["file"] or "").split("/")[0] in (case, f"{case}.md")]
    wrong = [f"{each['file']}:{each['line']}: {each['rule']} {each['message']}" for each in found]
    editions = Editions(built / "output", name, Ran(0, "", ""))
    assert (built / "output" / f"{name}.pdf").exists(), wrong
    texts = text_of(editions)
    places = dict.fromkeys(FORMS, 0)
    for key, value in expected(case):
        if key == "words" or key in FORMS:
            for form in FORMS if key == "words" else (key,):
                at = letters(texts[form]).find(letters(value), places[form])
                assert at >= 0, f"not in the {form}: {value!r} in {texts[form]!r} {wrong}"
                places[form] = at + len(letters(value))
        elif key == "signs":
            assert value in texts["epub"], texts["epub"]
            assert value in texts["html"], texts["html"]
        elif key == "never":
            assert [form for form in FORMS if value in texts[form]] == [], texts
        elif count := _COUNT.match(key):
            assert len([*elements(editions, count[1], value)]) == int(count[2]), (key, value)
        else:
            assert key == "says", key
    said = {(each["rule"], place_of(each, case)) for each in found}
    named = {tuple(value.split()) for key, value in expected(case) if key == "says"}
    assert named <= said, wrong
    assert [each for each in said - named if each[0] in WATCHED] == [], wrong


@pytest.mark.parametrize("case", [case for case in CASES if is_refused(case)])
def test_nothing_is_built_of_what_is_refused(case: str, workshop: Workshop) -> None:
    shutil.copytree(HOME, workshop.folder, dirs_exist_ok=True)
    workshop.run("build", source_of(case), "--report", "report.json")
    report = json.loads((workshop.folder / "report.json").read_text(encoding="utf-8"))
    said = {(each["rule"], place_of(each, case)) for each in report["diagnostics"] if each["severity"] == "error"}
    assert {tuple(value.split()) for key, value in expected(case) if key in ("fails", "says")} <= said, said
    assert not [*(workshop.folder / "output").glob("*.*")]


def place_of(diagnostic: dict[str, Any], case: str) -> str:
    """Return the line in an article, `FILE:LINE` in a book, `FILE` alone where there is no line."""
    file, line = diagnostic["file"] or "", diagnostic["line"]
    if (HOME / f"{case}.md").exists() or file == f"{case}/{case}.md":
        return str(line)
    file = file.removeprefix(case).lstrip("/") or "."
    return f"{file}:{line}" if line else file


def text_of(editions: Editions) -> dict[str, str]:
    """Return the text of each edition, with white space folded, words of pictures' alternatives left out."""
    return {
        "pdf": editions.pdf_text,
        "epub": editions.book_text,
        "html": squeezed("".join(editions.page.find(".//main").itertext())),
    }


def letters(text: str) -> str:
    """Return letters and digits alone, so that hyphens, spaces, quotes and small capitals make no difference."""
    return "".join(char for char in normalize("NFKC", text).casefold() if char.isalnum() or char in "#+")


def elements(editions: Editions, form: str, selector: str) -> Iterator[Any]:
    """Find the elements that a CSS selector matches in the HTML or in all texts of the EPUB."""
    for root in [editions.page] if form == "html" else editions.texts.values():
        etree.strip_tags(root, etree.Comment, etree.PI)
        yield from ElementWrapper.from_html_root(root).query_all(selector)
