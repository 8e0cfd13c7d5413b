"""Search without a server: Pagefind's index of the pages, and the part of Pagefind that searches it.

A page opened from a local file can neither `fetch` nor import modules. So every file of the index, and Pagefind's own
module, becomes a classic script that passes on its content when it is run; `site.js` runs those that it needs.
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
from octavo.model.reading import UNREAD, classes, local
from octavo.press.html.site.frame import SCRIPT
from octavo.tools import process

_FOLDER = "assets/search"
_SKIPPED_ELEMENTS = SILENT | {"math"}
_HERE = Path(__file__).parent
_CHARACTER = "[\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_UNDIVIDED = re.compile(rf"(?<=\S)(?={_CHARACTER})|(?<={_CHARACTER})(?=[^\W_])")


def make(pages: Sequence[tuple[str, Element]], lang: str) -> dict[str, bytes]:
    """Return the script of the site, and the scripts with the index, by their paths in the site.

    `pages` has the article of each page by its name. Raises `MachineError` where Pagefind fails.
    """
    files = {SCRIPT: (_HERE / "site.js").read_bytes()}
    if not pages:
        return files
    index = _index({name: _searched_text(article, lang) for name, article in pages}, lang)
    engine = index.pop("pagefind.js").decode()
    files[f"{_FOLDER}/pagefind.js"] = _classic(engine).encode()
    files[f"{_FOLDER}/LICENSE.txt"] = (_HERE / "pagefind-license.txt").read_bytes()
    for name, data in index.items():
        files[f"{_FOLDER}/{name}.js"] = _script(name, data)
    return files


def _searched_text(searched: Element, lang: str) -> str:
    """What search reads of a page: its text, with the ids of sections on their headings, for Pagefind."""
    article = copy.deepcopy(searched)
    for element in list(article.iter()):
        marks = set(classes(element))
        if local(element) == "h1":
            continue
        if local(element) in _SKIPPED_ELEMENTS or marks & UNREAD:
            _remove(element)
    for section in article.iter("section"):
        if len(section) and local(section[0]) in HEADINGS and section.get("id") and not section[0].get("id"):
            section[0].set("id", section.attrib.pop("id"))
    for element in article.iter():
        element.text = _divide(element.text)
        element.tail = _divide(element.tail)
    root = etree.Element("html", {"lang": lang})
    body = etree.SubElement(root, "body")
    body.append(article)
    return "<!DOCTYPE html>\n" + etree.tostring(root, encoding="unicode", method="html")


def _divide(text: str | None) -> str | None:
    """Text with a space before every Chinese or Japanese character: Pagefind searches words, and these have no spaces.

    `site.js` divides what the reader types in the same way, and removes the spaces from what it shows.
    """
    return text and _UNDIVIDED.sub(" ", text)


def _remove(element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _index(pages: dict[str, str], lang: str) -> dict[str, bytes]:
    """The files of Pagefind that are needed, by their paths."""
    from pagefind_bin import get_executable

    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        source, made = Path(folder) / "pages", Path(folder) / "index"
        source.mkdir()
        for name, text in pages.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        command = [
            get_executable(), "--site", source, "--output-path", made, "--keep-index-url", "--silent",
            "--force-language", lang.partition("-")[0],
        ]  # fmt: skip
        ran = process.run(command, cwd=Path(folder))
        if ran.code:
            raise MachineError(f"Pagefind failed: {(ran.stderr or ran.stdout).strip()[-400:]}", "please report this")
        files = {path.relative_to(made).as_posix(): path.read_bytes() for path in sorted(made.rglob("*.*"))}
    return {name: files[name] for name in files if _is_needed(name, files["pagefind-entry.json"])}


def _is_needed(name: str, entry: bytes) -> bool:
    """Whether search needs a file: it needs neither Pagefind's own interface nor other languages."""
    languages = json.loads(entry)["languages"].values()
    stemmers = {f"wasm.{each['wasm'] or 'unknown'}.pagefind" for each in languages}
    return name in {"pagefind.js", "pagefind-entry.json", *stemmers} or name.endswith(("_index", "_fragment", "_meta"))


def _classic(module: str) -> str:
    """Pagefind's module as a function that takes its `fetch`, without workers, which local files cannot use."""
    body, _, names = module.rpartition("export{")
    names = names.partition("}")[0]
    plain = body.replace("import.meta.url", "undefined")
    return (
        "// Pagefind, under the licence in LICENSE.txt, made into a classic script.\n"
        f'octavoSearch.engine=function(fetch,Worker){{"use strict";{plain}return{{{names}}};}};\n'
    )


def _script(name: str, data: bytes) -> bytes:
    return f'octavoSearch.take("{name}","{base64.b64encode(data).decode()}");\n'.encode()
