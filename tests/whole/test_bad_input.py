"""Bad input: each kind has its exact diagnostic and exit code, and leaves the last good editions as they were."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from octavo.model.formats import FORMATS
from pictures import SMALL, png
from workshop import HEADER, Workshop

CITING = HEADER.replace("---\n\n", "bibliography: b.bib\n---\n\n")
BIB = "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}}\n"
NO_TITLE = "---\nlang: en\n---\n\n"

ERRORS = {
    "empty file": ("", "x.md:1:1: error: this file is empty [source.empty] — write the text of the article"),
    "header only": (HEADER, "x.md:6:1: error: there is no text after the header [source.empty] — write some text"),
    "broken YAML": (
        "---\ntitle: [a, b\n---\n\nText.\n",
        "x.md:2:8: error: this list is never closed [yaml.syntax] — end it with ]",
    ),
    "header without end": (
        "---\ntitle: A\n\nText.\n",
        (
            "x.md:1:1: error: the header that begins here has no end [yaml.syntax] — "
            "close it with a line of three hyphens (---)"
        ),
    ),
    "unknown key under octavo": (
        "---\ntitle: A\nlang: en\noctavo:\n  them: literary\n---\n\nText.\n",
        "x.md:5:3: error: there is no key 'them' under octavo [header.unknown-key] — did you mean 'theme'?",
    ),
    "missing image": (
        HEADER + "![A grid](grit.png)\n",
        "x.md:7:1: error: the image 'grit.png' does not exist [image.missing] — did you mean 'grid.png'?",
    ),
    "image that is none": (
        HEADER + "![A grid](note.png)\n",
        (
            "x.md:7:1: error: 'note.png' is not an image in a format that octavo supports [image.unreadable] — "
            "use PNG, JPEG, SVG, GIF, WebP, AVIF, PDF or TIFF"
        ),
    ),
    "truncated image": (
        HEADER + "![A grid](cut.png)\n",
        (
            "x.md:7:1: error: 'cut.png' is damaged: image file is truncated [image.unreadable] — "
            "save it again from its source"
        ),
    ),
    "hundred megapixels": (
        HEADER + "![A grid](huge.png)\n",
        (
            "x.md:7:1: error: 'huge.png' has 100.0 megapixels (10000 × 10000), and the limit is 50 [image.too-large] — "
            "make it smaller, or raise 'megapixels' under 'octavo: limits'"
        ),
    ),
    "image above the folder": (
        HEADER + "![A grid](../grid.png)\n",
        "x.md:7:1: error: '../grid.png' is outside the publication's folder [image.outside] — move it into the folder",
    ),
    "image by an absolute path": (
        HEADER + "Text ![A word](/etc/hostname).\n",
        (
            "x.md:7:6: error: '/etc/hostname' is outside the publication's folder [image.outside] — "
            "move it into the folder"
        ),
    ),
    "image through a link out of the folder": (
        HEADER + "![A grid](link.png)\n",
        "x.md:7:1: error: 'link.png' is outside the publication's folder [image.outside] — move it into the folder",
    ),
    "dead link": (
        HEADER + "See [there](#oen).\n\n## One\n",
        "x.md:7:5: error: no heading, figure or table has the id 'oen' [link.broken-anchor] — did you mean '#one'?",
    ),
    "unresolved citation": (
        CITING + "As Woolf has it [@wolf1925, p. 3].\n",
        ("x.md:8:18: error: the bibliography has no entry 'wolf1925' [cite.unresolved] — did you mean '@woolf1925'?"),
    ),
}
"""What is published of none of these: its text, and the one line that is said."""


def stock(workshop: Workshop) -> None:
    """The files that the texts above speak of."""
    workshop.write("grid.png", SMALL)
    workshop.write("note.png", "a note, no picture\n")
    workshop.write("cut.png", SMALL[:50])
    workshop.write("b.bib", BIB)
    workshop.write("../grid.png", SMALL)
    (workshop.folder / "link.png").symlink_to("../grid.png")


@pytest.mark.parametrize("what", ERRORS)
def test_an_error_is_told_and_leaves_the_last_good_editions(what: str, workshop: Workshop) -> None:
    text, line = ERRORS[what]
    stock(workshop)
    if "huge" in text:
        workshop.write("huge.png", png(10_000, 10_000))
    for suffix in ("pdf", "epub", "html"):
        workshop.write(f"output/x.{suffix}", f"the last good {suffix}")
    good = workshop.digests()
    workshop.write("x.md", text)
    ran = workshop.run("build", "x.md")
    assert (ran.out, ran.code) == (line + "\n", 1)
    assert workshop.digests() == good


def test_no_such_file(workshop: Workshop) -> None:
    workshop.article("Text.\n", "essay.md")
    ran = workshop.run("build", "esay.md")
    line = "esay.md: error: there is no file or folder called 'esay.md' [source.missing] — did you mean 'essay.md'?"
    assert (ran.lines, ran.code) == ([line], 2)


def test_a_folder_without_a_publication(workshop: Workshop) -> None:
    (workshop.folder / "texts").mkdir()
    ran = workshop.run("build", "texts")
    line = (
        "texts: error: there is no publication in 'texts' [source.none] — "
        "start one: octavo new article texts/my-article.md"
    )
    assert (ran.lines, ran.code) == ([line], 2)


def test_no_source_folder_at_all(workshop: Workshop) -> None:
    ran = workshop.run("build")
    assert ran.rules == ["source.none"]
    assert ran.code == 2


def test_a_file_that_is_none_cannot_be_read(workshop: Workshop) -> None:
    os.mkfifo(workshop.folder / "x.md")
    ran = workshop.run("build", "x.md")
    assert ran.code in (1, 2)
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("x.md: error: ")


def test_a_style_sheet_that_is_too_large(workshop: Workshop) -> None:
    workshop.article("Text.\n", header="---\ntitle: T\nlang: en\noctavo:\n  css: own.css\n---\n\n")
    workshop.write("own.css", "/*" + "x" * 1_100_000 + "*/")
    ran = workshop.run("build", "x.md", "-j1", "-thtml")
    assert ran.rules == ["css.too-large"]
    assert ran.code == 1


def test_a_slip_in_a_top_key_is_a_warning(workshop: Workshop) -> None:
    workshop.article("Text.\n", header="---\ntitle: A\nsubtitel: B\nlang: en\n---\n\n")
    ran = workshop.run("build", "x.md", "-j1", "-thtml")
    line = (
        "x.md:3:1: warning: 'subtitel' is not a key that octavo knows [header.unknown-key] — did you mean 'subtitle'?"
    )
    assert (ran.lines, ran.code) == ([line], 0)


def test_a_remote_image_is_not_fetched(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listener would hear of any request, from whichever process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/grid.png"
        workshop.article(f"Before ![A grid of lines]({address}) after.\n")
        ran = workshop.spawn("build", "x.md")
        with pytest.raises(TimeoutError):
            listener.accept()
    line = (
        f"x.md:7:8: warning: '{address}' is on another server, and is not fetched [image.remote] — "
        "save it in the publication's folder"
    )
    assert (ran.lines, ran.code) == ([line], 0)
    built = workshop.build("x.md")
    assert built.said("A grid of lines") == (True, True, True)
    assert address not in built.page_text
    assert not built.xhtml("//h:img[contains(@src, '127.0.0.1')]")


def test_no_socket_is_opened_for_anything(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    workshop.write("d.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image '
                            'href="https://example.org/a.png" width="9" height="9"/></svg>')  # fmt: skip
    workshop.article("![A drawing](d.svg)\n\n<img src='https://example.org/b.png' alt='b'>\n")
    built = workshop.build("x.md", "-j1")
    for data in (*built.book.values(), (built.folder / "x.html").read_bytes()):
        assert b"example.org/a.png" not in data
        assert b"example.org/b.png" not in data


def test_no_title(workshop: Workshop) -> None:
    workshop.article("Text.\n\n## One\n\n## Two\n", "my-first_essay.md", NO_TITLE)
    ran = workshop.run("build", "my-first_essay.md", "-j1")
    line = (
        "my-first_essay.md:1:1: warning: the title is missing; 'my first essay' is taken from the file name "
        "[title.missing] — add 'title: …' to the header"
    )
    assert (ran.lines, ran.code) == ([line], 0)
    built = workshop.build("my-first_essay.md")
    assert built.page.findtext(".//title") == "my first essay"
    assert built.package.findtext(".//{http://purl.org/dc/elements/1.1/}title") == "my first essay"
    assert str(built.pdf.pdf.docinfo["/Title"]) == "my first essay"


def test_a_skipped_level_is_closed_up(workshop: Workshop) -> None:
    workshop.article("## One\n\n##### Two\n\n## Three\n\n### Four\n")
    built = workshop.build("x.md", "-j1")
    line = (
        "x.md:9:1: warning: 'Two' has level 5, directly under a heading of level 2 [heading.skipped] — "
        "make it level 3, as it is shown now"
    )
    assert built.ran.lines == [line]
    wanted = ["h1 A Title", "h2 One", "h3 Two", "h2 Three", "h3 Four"]
    assert [f"{h.tag} {h.text_content()}" for h in built.page.xpath("//h1|//h2|//h3|//h4|//h5")] == wanted
    assert [role for role in built.roles() if role.startswith("H")] == ["H1", "H2", "H3", "H2", "H3"]


def test_a_duplicate_id(workshop: Workshop) -> None:
    workshop.article("## One {#a}\n\nSee [a](#a).\n\n## Two {#a}\n")
    built = workshop.build("x.md", "-j1")
    line = "x.md:11:9: warning: the id 'a' is used twice [id.duplicate] — rename one of them: links lead to the first"
    assert built.ran.lines == [line]
    ids = built.page.xpath("//@id")
    assert len(ids) == len(set(ids))
    (link,) = built.page.xpath("//a[.='a']/@href")
    assert built.page.get_element_by_id(link[1:]).text_content().strip().startswith("One")


def test_tex_that_does_not_parse_is_shown(workshop: Workshop) -> None:
    workshop.article("Fine.\n\nBut $\\frac{1}{$ here.\n")
    built = workshop.build("x.md", "-j1")
    line = (
        "x.md:9:5: warning: this TeX cannot be parsed: \\frac{1}{ [math.syntax] — "
        "correct it: it is shown as TeX; Pandoc says: unexpected eof"
    )
    assert built.ran.lines == [line]
    assert built.said("\\frac{1}{") == (True, True, True)


SCRIPTS = """Start <b onclick="steal()">bold</b> <a href="javascript:steal()">one</a> <a
href=" jAvaScript:steal()">two</a>.

<script>steal()</script>

<img src="grid.png" alt="A grid" onerror="steal()">

<iframe src="https://example.org/steal"></iframe>

<a href="data:text/html,<script>steal()</script>">three</a> [four](vbscript:steal) [five](javascript:steal())

<style>p { background: url(https://example.org/steal) }</style>

<svg onload="steal()"><script>steal()</script></svg>

<form action="https://example.org/steal"><input type="password"></form>

<meta http-equiv="refresh" content="0;url=https://example.org/steal"><base href="https://example.org/steal">

Behind <details open ontoggle="steal()"><summary>More</summary>text</details>
"""


def test_raw_html_runs_nothing(workshop: Workshop) -> None:
    stock(workshop)
    workshop.article(SCRIPTS)
    built = workshop.build("x.md", "-j1")
    hint = "remove it: a book has only text and pictures"
    assert f"x.md:10:1: warning: <script> is left out [html.dropped] — {hint}" in built.ran.lines
    for words in ("Start bold one two", "three four five", "Behind"):
        assert built.said(words) == (True, True, True), words
    everything = [(built.folder / "x.html").read_bytes(), *built.book.values(), built.pdf_text.encode()]
    everything += [str(page).encode() for page in built.pdf.pdf.objects]
    for data in everything:
        assert b"steal" not in data
    assert not built.page.xpath("//@*[starts-with(name(), 'on')]")
    assert not built.page.xpath("//main//script|//main//iframe|//main//form|//main//style")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("config", "text"),
    [
        (
            "",
            "\n".join(f"{'> ' * depth}level {depth}\n{'> ' * depth}" for depth in range(1, 40))
            + "\n\n![A grid](grid.png)",
        ),
        ("", f"![A grid](grid.png)\n\n[a link](<{chr(92) * 200}"),
        ("site_name: T\ntheme: {language: en}\n", f"![A grid](grid.png)\n{{{'a' * 200}!\n"),
    ],
    ids=["quotations in each other", "an address of backslashes", "attributes without an end"],
)
def test_nothing_takes_forever(config: str, text: str, workshop: Workshop) -> None:
    if config:
        workshop.write("mkdocs.yml", config)
        workshop.write("docs/index.md", f"# T\n\n{text}\n")
    else:
        workshop.write("x.md", f"{HEADER}{text}\n")
    # The picture is not there, so that its place is looked for in all of this.
    ran = workshop.run("build", "." if config else "x.md", "-t", "html")
    assert [line.split("[")[1].split("]")[0] for line in ran.out.splitlines()] == ["image.missing"]


def test_errors_are_all_told_at_once_in_the_order_of_the_source(workshop: Workshop) -> None:
    workshop.article("[a](#nowhere)\n\n![b](b.png)\n\n![c](c.png)\n\n[d](#elsewhere)\n")
    ran = workshop.run("build", "x.md")
    assert [int(line.split(":")[1]) for line in ran.lines] == [7, 9, 11, 13]
    assert ran.code == 1
    assert not (workshop.folder / "output").exists()


# --- An output folder that will not have it ---


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system of its own, where this machine may mount one."""
    folder.mkdir(exist_ok=True)
    ran = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if ran.returncode:
        pytest.skip(f"nothing can be mounted here: {ran.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def filled(workshop: Workshop) -> dict[str, str]:
    for suffix in ("pdf", "epub", "html"):
        workshop.write(f"output/x.{suffix}", f"the last good {suffix}")
    return workshop.digests()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, to be found empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX's")
def test_a_full_disk(workshop: Workshop, temporary: Path) -> None:
    output = workshop.folder / "output"
    with mounted(output, "size=64k"):
        good = filled(workshop)
        workshop.article("Text.\n")
        ran = workshop.spawn("build", "x.md")
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == (
            f"octavo: the disk is full: the editions do not fit into {output} — "
            "free some space; the last good editions are still there\n"
        )
        assert workshop.digests() == good
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX's")
def test_a_read_only_output_folder(workshop: Workshop, temporary: Path) -> None:
    output = workshop.folder / "output"
    with mounted(output, "size=1m"):
        good = filled(workshop)
        remount(output, "ro")
        workshop.article("Text.\n")
        ran = workshop.spawn("build", "x.md")
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == (
            f"octavo: cannot write into {output} — change its permissions, or choose another folder with --output\n"
        )
        assert workshop.digests() == good
    assert list(temporary.iterdir()) == []


def test_an_output_folder_that_is_a_file(workshop: Workshop) -> None:
    workshop.write("out", "a file")
    workshop.article("Text.\n")
    ran = workshop.run("build", "x.md", "-o", "out", "-j1", "-thtml")
    assert ran.code == 3
    assert ran.err == f"octavo: {workshop.folder / 'out'} is not a folder — choose another with --output\n"
    assert (workshop.folder / "out").read_text() == "a file"


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(workshop: Workshop) -> None:
    workshop.write(".octavo", "a file")
    workshop.article("Text.\n")
    built = workshop.build("x.md", "-j1", "-thtml")
    assert "Text." in built.page_text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.md", "--to", "docx"), f"octavo: there is no format 'docx' — the formats are {', '.join(FORMATS)}\n"),
        (("x.md", "--jobs", "0"), "Invalid value for '--jobs'"),
        (("--nonsense",), "No such option"),
    ],
)
def test_a_wrong_call(arguments: tuple[str, ...], said: str, workshop: Workshop) -> None:
    workshop.article("Text.\n")
    began = time.monotonic()
    ran = workshop.run("build", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert time.monotonic() - began < 5


def test_a_theme_that_does_not_exist_is_reported_together_with_other_errors(workshop: Workshop) -> None:
    workshop.write("x.md", "---\ntitle: T\nlang: en\noctavo: {theme: literari}\n---\n\n[here](#nowhere)\n")
    ran = workshop.run("build", "x.md", "-thtml")
    assert (ran.code, ran.rules) == (1, ["header.value", "link.broken-anchor"])
    assert "x.md:4:10: error: the theme 'literari' does not exist" in ran.out
    assert "header.value" in workshop.run("inspect", "x.md").rules
