"""What a PDF claims, veraPDF finds in it: of one article with everything that is hard to tag, in every standard."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.check.validators import Unavailable, verapdf
from octavo.model.standard import STANDARDS, Standard
from pictures import png
from workshop import Workshop

HARD = (Path(__file__).parent / "standards" / "hard.md").read_text(encoding="utf-8")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" viewBox="0 0 90 30"><rect width="90" height="30" '
    'fill="red" opacity="0.4"/><text x="5" y="20">Text 中</text></svg>'
)
WANTED = ("ua-1", "a-2a", "ua-2", "a-4")


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The article in each standard, made into a PDF."""
    workshop = Workshop(tmp_path_factory.mktemp("standards") / "work")
    workshop.write("a.png", png(60, 40))
    workshop.write("s.svg", SVG)
    for name in WANTED:
        workshop.write(f"{name}.md", HARD.replace("STANDARD", name))
        ran = workshop.run("build", f"{name}.md", "--to", "pdf", "-j", "1")
        assert ran.code == 0, ran.out + ran.err
        assert {rule.partition(".")[0] for rule in ran.rules} <= {"font", "image", "heading", "link"}, ran.out
    return workshop


def test_verapdf_finds_nothing_in_any_standard(hard: Workshop) -> None:
    if isinstance(there := verapdf.find(), Unavailable):
        pytest.skip(there.reason)
    paths = [hard.folder / "output" / f"{name}.pdf" for name in WANTED]
    judged = [verapdf.flavours(path.read_bytes()) for path in paths]
    assert judged == [("ua1",), ("ua1", "2a"), ("ua2",), ("ua2", "4")]
    assert [f"{each.path.name} {each.id} {each.message} {each.location}" for each in verapdf.run(paths)] == []


def test_a_character_that_no_face_has_is_told_of_at_its_line(hard: Workshop) -> None:
    ran = hard.run("build", "ua-1.md", "--to", "pdf", "--no-cache", "-j", "1")
    missing = [line for line in ran.lines if "[font.missing-glyph]" in line]
    at = next(number for number, line in enumerate(HARD.splitlines(), 1) if line.startswith("Private"))
    assert any(line.startswith(f"ua-1.md:{at}:") and "U+0378" in line for line in missing)
    assert all("[print.layout]" not in line for line in ran.lines)


def test_where_colours_are_not_those_of_the_profile_nothing_is_claimed(workshop: Workshop) -> None:
    own = "{css: own.css, pdf-standard: a-2b, rules: {pdf.colours: warning}}"
    head = f"---\ntitle: T\nauthor: A\nlang: en\noctavo: {own}\n---\n"
    workshop.write("own.css", "p { color: device-cmyk(0 1 1 0) }")
    workshop.write("x.md", f"{head}\nRed.\n")
    ran = workshop.run("build", "x.md", "--to", "pdf", "-j", "1")
    assert ran.rules == ["pdf.colours"]
    data = (workshop.folder / "output" / "x.pdf").read_bytes()
    assert b"<pdfaid:" not in data
    assert b"<pdfuaid:" not in data


def test_each_name_is_a_standard() -> None:
    assert {Standard.of([name]).archival for name in STANDARDS} == {"", "2b", "2u", "2a", "3b", "3u", "3a", "4"}
    assert [Standard.of([name]).is_pdf2 for name in ("ua-1", "a-2a", "ua-2", "a-4")] == [False, False, True, True]
    assert Standard.of(["a-4"]).claims == {
        "pdfuaid:part": "2", "pdfaid:part": "4", "pdfuaid:rev": "2024", "pdfaid:rev": "2020",
    }  # fmt: skip
