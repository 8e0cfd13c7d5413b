"""The bench that tests build on: a folder, the command run in it, and the editions read as their readers would."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

from lxml import etree, html

SRC = Path(__file__).parent.parent / "src"
XHTML = "{http://www.w3.org/1999/xhtml}"
HEADER = "---\ntitle: A Title\nauthor: Ann Author\nlang: en\n---\n\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the command ended. `out` has the diagnostics, `err` everything else."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rules(self) -> list[str]:
        """The rule of each diagnostic."""
        return [found[-1] for line in self.lines if (found := re.findall(r" \[([a-z]+\.[\w.-]+)\]", line))]


class Workshop:
    """A folder with articles; the command is run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def article(self, body: str, name: str = "x.md", header: str = HEADER) -> Path:
        """Write an article of this text, which begins on line 7."""
        return self.write(name, header + body)

    def run(self, *arguments: str | Path) -> Ran:
        """Run the command in this process, which is quick: heavy libraries are imported once."""
        from octavo.cache import fingerprint
        from octavo.cli import app

        out, err = io.StringIO(), io.StringIO()
        before = Path.cwd()
        os.chdir(self.folder)
        # What a process would only work out once may be another's answer here.
        fingerprint.of_octavo.cache_clear()
        try:
            with (
                mock.patch.object(sys, "argv", ["octavo", *map(str, arguments)]),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                app.main()
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
        finally:
            os.chdir(before)
        raise AssertionError("the command did not end")

    def build(self, *arguments: str | Path) -> Editions:
        """Build an article that has to come out, and open its editions."""
        ran = self.run("build", *(arguments or ("x.md",)))
        assert ran.code == 0, ran.out + ran.err
        name = next((Path(a).stem for a in arguments if str(a).endswith((".md", ".txt"))), "x")
        return Editions(self.folder / "output", name, ran)

    def spawn(self, *arguments: str | Path, env: Mapping[str, str] | None = None, **more: Any) -> Ran:
        """Run the command as a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "octavo", *map(str, arguments)],
            cwd=self.folder,
            env=environment(env),
            capture_output=True,
            encoding="utf-8",
            check=False,
            **more,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def digests(self, folder: str | Path = "output") -> dict[str, str]:
        """Every file of a folder but .gitignore, other hidden ones too, with the hash of its bytes."""
        return digests(self.folder / folder)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with octavo to be found, and what tests must not depend on taken out."""
    kept = {key: value for key, value in os.environ.items() if key not in ("SOURCE_DATE_EPOCH", "OCTAVO_CACHE", "CI")}
    return {**kept, "PYTHONPATH": str(SRC), **(changes or {})}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".gitignore"
    }


@dataclass
class Editions:
    """What was built of an article, opened when asked for."""

    folder: Path
    name: str
    ran: Ran

    @cached_property
    def page(self) -> Any:
        """The HTML edition, parsed."""
        return html.document_fromstring((self.folder / f"{self.name}.html").read_bytes().decode())

    @cached_property
    def pdf(self) -> Any:
        """The PDF, opened by octavo's own reader."""
        from octavo.check.pdf_file import PdfFile

        return PdfFile((self.folder / f"{self.name}.pdf").read_bytes())

    @cached_property
    def book(self) -> dict[str, bytes]:
        """Every file of the EPUB."""
        with zipfile.ZipFile(self.folder / f"{self.name}.epub") as packed:
            assert packed.testzip() is None
            return {entry: packed.read(entry) for entry in packed.namelist()}

    @cached_property
    def texts(self) -> dict[str, Any]:
        """The XHTML documents of the EPUB in the order of the spine, parsed as XML, navigation and cover left out."""
        hrefs = {item.get("id"): item.get("href") for item in self.package.iter("{*}item")}
        spine = [hrefs[item.get("idref")] for item in self.package.iter("{*}itemref")]
        parsed = {name: etree.fromstring(data) for name, data in self.book.items() if name.endswith(".xhtml")}
        parsed = dict(sorted(parsed.items(), key=lambda each: [href in each[0] for href in spine], reverse=True))
        return {
            name: root
            for name, root in parsed.items()
            if root.find(f".//{XHTML}nav") is None and "cover" not in Path(name).stem
        }

    @cached_property
    def package(self) -> Any:
        """The OPF, parsed."""
        return etree.fromstring(next(data for name, data in self.book.items() if name.endswith(".opf")))

    def xhtml(self, path: str) -> list[Any]:
        """What an XPath finds in the EPUB's texts; `h:` is XHTML."""
        names = {"h": XHTML[1:-1], "m": "http://www.w3.org/1998/Math/MathML", "e": "http://www.idpf.org/2007/ops"}
        return [found for root in self.texts.values() for found in root.xpath(path, namespaces=names)]

    @cached_property
    def page_text(self) -> str:
        """The words of the HTML edition's article."""
        return squeezed("".join(self.page.find(".//main").itertext()))

    @cached_property
    def book_text(self) -> str:
        return squeezed(" ".join("".join(root.find(f"{XHTML}body").itertext()) for root in self.texts.values()))

    @cached_property
    def pdf_text(self) -> str:
        """The words on paper, in reading order, by poppler."""
        return squeezed(poppler("pdftotext", "-raw", str(self.folder / f"{self.name}.pdf"), "-"))

    def roles(self) -> list[str]:
        """The tags of the PDF in reading order."""
        return [node.role.removeprefix("/") for node in self.pdf.nodes()]

    def said(self, words: str) -> tuple[bool, bool, bool]:
        """Whether the PDF, the EPUB and the HTML say these words."""
        return words in self.pdf_text, words in self.book_text, words in self.page_text


def squeezed(text: str) -> str:
    """A text with white space folded and invisible hyphens left out."""
    return " ".join(text.replace("\u00ad", "").split())


def poppler(*command: str) -> str:
    """What a program of poppler says of a PDF: it must have nothing to complain of."""
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "", ran.stderr
    return ran.stdout


def report_of(workshop: Workshop, *arguments: str) -> dict[str, Any]:
    """The report of a build, which may fail."""
    workshop.run("build", *arguments, "--report", "report.json")
    found: dict[str, Any] = json.loads((workshop.folder / "report.json").read_text(encoding="utf-8"))
    return found


def words_of(reading: Any) -> Iterator[str]:
    yield from reading.words
