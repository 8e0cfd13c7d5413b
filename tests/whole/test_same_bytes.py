"""The same source gives the same bytes, whoever builds it, where and when; nothing of the machine gets into them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from pictures import SMALL
from workshop import SRC, Editions, Ran, Workshop, environment

HEADER = """---
title: Ein „Titel“ & mehr
author: [Ann Author, {name: Zoë Übel, role: translator}]
lang: de
date: 2025-06-24T03:30
keywords: [b, a]
bibliography: b.bib
toc: true
octavo:
  hero: p.png
  hero-alt: Ein Gitter
---

"""
TEXT = """## Eins

Text[^1] mit $x^2$ und ![Gitter](p.png) -- "so" [@a; @b].

```python
def eins(): return "ein langes Wort"
```

| A | B |
|---|--:|
| 1 | 2 |

## Zwei 😀

[Verweis](https://example.org/ä b?x=1&y=2) *schräg*{.x}

[^1]: Eine Note.

## Literatur
"""
BIB = "@book{a, author={Ägir, B}, title={C}, year={1999}}\n@book{b, author={Zed, B}, title={D}, year={1998}}\n"


def furnish(workshop: Workshop) -> Workshop:
    workshop.article(TEXT, "ein aufsatz.md", HEADER)
    workshop.write("p.png", SMALL)
    workshop.write("b.bib", BIB)
    return workshop


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    workshop = furnish(Workshop(tmp_path_factory.mktemp("first")))
    ran = workshop.spawn("build", "ein aufsatz.md", env={"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    assert ran.code == 0, ran.out + ran.err
    return workshop.digests()


OTHERWISE = {
    "far east, bare locale": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "far west, German, other home": {
        "TZ": "Pacific/Niue", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "random",
        "HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache",
    },
    "no locale, ASCII only": {"LANG": "", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONHASHSEED": "2"},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("where", OTHERWISE)
def test_other_folders_locales_time_zones_and_hash_seeds(where: str, first: dict[str, str], tmp_path: Path) -> None:
    workshop = furnish(Workshop(tmp_path / "ein anderer Ordner, mit ü" / "tief"))
    ran = workshop.spawn("build", "ein aufsatz.md", "-j", "1", env=OTHERWISE[where])
    assert ran.code == 0, ran.out + ran.err
    assert workshop.digests() == first


@pytest.mark.slow
def test_other_places_to_build_from(first: dict[str, str], workshop: Workshop) -> None:
    furnish(Workshop(workshop.folder / "texts"))
    ran = workshop.run("build", "texts", "-o", "elsewhere", "-j2")
    assert ran.code == 0, ran.out + ran.err
    assert workshop.digests("elsewhere") == first


@pytest.mark.slow
def test_another_day(first: dict[str, str], workshop: Workshop) -> None:
    program = shutil.which("faketime")
    if program is None:
        pytest.skip("faketime is not here; that no edition knows the day is tested by its dates")
    furnish(workshop)
    command = [program, "2031-02-03 04:05:06", sys.executable, "-m", "octavo", "build", "ein aufsatz.md"]
    subprocess.run(command, cwd=workshop.folder, env=environment(), check=True, capture_output=True)
    assert workshop.digests() == first


def test_dates_are_the_sources(workshop: Workshop) -> None:
    """The header's date stands in the metadata; the day of the run nowhere."""
    furnish(workshop)
    built = workshop.build("ein aufsatz.md", "-j1")
    assert dates(built) == {"2025-06-24T03:30:00"}


def test_source_date_epoch_is_respected(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(workshop)
    without = workshop.build("ein aufsatz.md", "-j1")
    kept = workshop.digests()
    assert without.ran.code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    built = workshop.build("ein aufsatz.md", "-j1")
    assert "2023-11-14T22:13:20" in dates(built)
    assert workshop.digests() != kept
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    workshop.build("ein aufsatz.md", "-j1")
    assert workshop.digests() == kept


def dates(built: Editions) -> set[str]:
    """Every moment that the metadata of the EPUB and the PDF name."""
    (modified,) = built.package.xpath("//*[@property='dcterms:modified']/text()")
    xmp = bytes(built.pdf.pdf.Root.Metadata.read_bytes()).decode()
    found = {modified, *re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", xmp)}
    for key in ("/CreationDate", "/ModDate"):
        if key in built.pdf.pdf.docinfo:
            digits = re.sub(r"\D", "", str(built.pdf.pdf.docinfo[key]))
            found.add(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}")
    return {moment[:19] for moment in found}


def test_nothing_of_this_machine_is_in_the_editions(workshop: Workshop) -> None:
    furnish(workshop)
    built = workshop.build("ein aufsatz.md", "-j1")
    everything = [(built.folder / "ein aufsatz.html").read_bytes(), *built.book.values()]
    everything += [bytes(thing.read_bytes()) for thing in built.pdf.pdf.objects if type(thing).__name__ == "Stream"]
    everything += [str(built.pdf.pdf.docinfo).encode()]
    for secret in (str(workshop.folder), str(Path(sys.prefix)), str(SRC), str(Path.home()) + "/"):
        assert not any(secret.encode() in data for data in everything), secret


# --- One text, however its file is written ---


def spelt(text: str, how: str) -> bytes:
    match how:
        case "Windows":
            return text.replace("\n", "\r\n").encode()
        case "old Mac":
            return text.replace("\n", "\r").encode()
        case "byte-order mark":
            return b"\xef\xbb\xbf" + text.encode()
        case "both":
            return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        case _:
            assert unicodedata.is_normalized("NFC", text)
            return text.encode()


@pytest.mark.parametrize("how", ["Windows", "old Mac", "byte-order mark", "both"])
def test_line_ends_and_byte_order_marks(how: str, first: dict[str, str], workshop: Workshop) -> None:
    furnish(workshop)
    workshop.write("ein aufsatz.md", spelt(HEADER + TEXT, how))
    assert workshop.run("build", "ein aufsatz.md", "-j1").code == 0
    assert workshop.digests() == first


NAMES = [
    "an essay.md",
    "50% #1.md",
    "naïve.md",
    "猫.md",
    "a+b&c=d.md",
    "it's.md",
    "dots.in.name.md",
    "UPPER.MD",
    "-dash.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_articles(name: str, workshop: Workshop) -> None:
    workshop.article("Text.\n", f"source/{name}")
    ran = workshop.run("build", f"source/{name}", "-j1")
    assert (ran.out, ran.code) == ("", 0)
    stem = name[:-3]
    assert sorted(workshop.digests()) == sorted(f"{stem}.{suffix}" for suffix in ("pdf", "epub", "html"))
    assert Editions(workshop.folder / "output", stem, Ran(0, "", "")).said("Text.") == (True, True, True)


PICTURES = {
    "my picture.png": "<my picture.png>",
    "50% #1.png": "50%25%20%231.png",
    "naïve.png": "naïve.png",
    "猫.png": "%E7%8C%AB.png",
    "a'b\"c.png": "<a'b\"c.png>",
    "sub folder/p&q.png": "<sub folder/p&q.png>",
    "UPPER.PNG": "UPPER.PNG",
    "no-suffix": "no-suffix",
    "cafe\u0301.png": "caf\u00e9.png",
    "caf\u00e9.png": "cafe\u0301.png",
}


@pytest.mark.parametrize("name", PICTURES)
def test_names_of_pictures(name: str, workshop: Workshop) -> None:
    workshop.write(name, SMALL)
    workshop.article(f"![A grid]({PICTURES[name]})\n")
    built = workshop.build("x.md", "-j1")
    assert built.ran.out == ""
    (source,) = built.xhtml("//h:img[@alt='A grid']/@src")
    assert any(entry.endswith(source.lstrip("./")) and data == SMALL for entry, data in built.book.items())
    assert built.page.xpath("//img[@alt='A grid'][starts-with(@src, 'data:image/png')]")
    assert [node.alt for node in built.pdf.nodes() if node.role == "/Figure"] == ["A grid"]


def test_pictures_of_one_name_in_two_folders(workshop: Workshop) -> None:
    other = SMALL + b"\0"
    workshop.write("a/p.png", SMALL)
    workshop.write("b/p.png", other)
    workshop.article("![One](a/p.png)\n\n![Two](b/p.png)\n\n![One again](a/p.png)\n")
    built = workshop.build("x.md", "-j1")
    one, two, again = built.xhtml("//h:img[@alt]/@src")
    assert one == again != two
