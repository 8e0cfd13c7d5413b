"""Search without a server: Pagefind's index of the pages, and what of Pagefind answers from it.

A page that was opened from a disk may neither `fetch` nor import modules. So every file of the index, and Pagefind's
own module, goes into a classic script that hands over what it holds when it is run: `site.js` runs those it needs.
"""

from __future__ import annotations

import base64
import copy
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from octavo.model.errors import MachineError
from octavo.model.html_elements import HEADINGS, SILENT, Element
from octavo.model.reading import classes, local
from octavo.press.html.site.frame import SCRIPT
from octavo.tools import process

_FOLDER = "assets/search"
_UNREAD = SILENT | {"math"}
_UNHEARD = frozenset({"apparatus", "note-ref", "note-back", "task"})
_HERE = Path(__file__).parent
_CHARACTER = "[\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_UNPARTED = re.compile(rf"(?<=\S)(?={_CHARACTER})|(?<={_CHARACTER})(?=[^\W_])")


def make(pages: Sequence[tuple[str, Element]], lang: str) -> dict[str, bytes]:
    """The script of the site, and the scripts with the index."""
    files = {SCRIPT: (_HERE / "site.js").read_bytes()}
    if not pages:
        return files
    index = _index({name: _copy(article, lang) for name, article in pages}, lang)
    engine = index.pop("pagefind.js").decode()
    files[f"{_FOLDER}/pagefind.js"] = _classic(engine).encode()
    files[f"{_FOLDER}/LICENSE.txt"] = (_HERE / "pagefind-license.txt").read_bytes()
    for name, data in index.items():
        files[f"{_FOLDER}/{name}.js"] = _handed_over(name, data)
    return files


def _copy(searched: Element, lang: str) -> str:
    """What search reads of a page: its text, with the ids of sections at their headings, where Pagefind wants them."""
    article = copy.deepcopy(searched)
    for element in list(article.iter()):
        marks = set(classes(element))
        if local(element) == "h1":
            continue
        if local(element) in _UNREAD or marks & _UNHEARD:
            _leave_out(element)
    for section in article.iter("section"):
        if len(section) and local(section[0]) in HEADINGS and section.get("id") and not section[0].get("id"):
            section[0].set("id", section.attrib.pop("id"))
    for element in article.iter():
        element.text = _parted(element.text)
        element.tail = _parted(element.tail)
    root = etree.Element("html", {"lang": lang})
    body = etree.SubElement(root, "body")
    body.append(article)
    return "<!DOCTYPE html>\n" + etree.tostring(root, encoding="unicode", method="html")


def _parted(text: str | None) -> str | None:
    """Chinese and Japanese with a space before every character: Pagefind looks for words, and these show no spaces.

    `site.js` parts what the reader asks for alike, and takes the spaces away from what it shows.
    """
    return text and _UNPARTED.sub(" ", text)


def _leave_out(element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _index(pages: dict[str, str], lang: str) -> dict[str, bytes]:
    """Pagefind's files that are needed, by their paths."""
    from pagefind_bin import get_executable

    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        source, made = Path(folder) / "pages", Path(folder) / "index"
        source.mkdir()
        for name, text in pages.items():
            (source / name).write_text(text, encoding="utf-8")
        command = [
            get_executable(), "--site", source, "--output-path", made, "--keep-index-url", "--silent",
            "--force-language", lang.partition("-")[0],
        ]  # fmt: skip
        ran = process.run(command, cwd=Path(folder))
        if ran.code:
            raise MachineError(f"Pagefind has failed: {(ran.stderr or ran.stdout).strip()[-400:]}", "report it")
        files = {path.relative_to(made).as_posix(): path.read_bytes() for path in sorted(made.rglob("*.*"))}
    return {name: files[name] for name in files if _is_needed(name, files["pagefind-entry.json"])}


def _is_needed(name: str, entry: bytes) -> bool:
    """Whether search asks for a file: not for Pagefind's own fields and boxes, nor for other languages."""
    languages = json.loads(entry)["languages"].values()
    stemmers = {f"wasm.{each['wasm'] or 'unknown'}.pagefind" for each in languages}
    return name in {"pagefind.js", "pagefind-entry.json", *stemmers} or name.endswith(("_index", "_fragment", "_meta"))


def _classic(module: str) -> str:
    """Pagefind's module as a function that is told how to fetch, without workers: a page from a disk has none."""
    body, _, names = module.rpartition("export{")
    names = names.partition("}")[0]
    plain = body.replace("import.meta.url", "undefined")
    return (
        "// Pagefind, under the licence in LICENSE.txt, made into a classic script.\n"
        f'octavoSearch.engine=function(fetch,Worker){{"use strict";{plain}return{{{names}}};}};\n'
    )


def _handed_over(name: str, data: bytes) -> bytes:
    return f'octavoSearch.take("{name}","{base64.b64encode(data).decode()}");\n'.encode()
