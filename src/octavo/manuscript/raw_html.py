"""Raw HTML among Pandoc's: its tags made such that an HTML parser nests them as the author meant.

Pandoc makes paragraphs of the text between tags. An end tag within a paragraph does not close an element that began
outside it (HTML, section 13.2.6.4.7, "any other end tag"), and some elements take all text up to their end tag as
theirs. So an element that octavo leaves out could take the rest of a chapter with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from octavo.manuscript.raw_elements import KEEPS_CONTENT, LEFT_OUT, is_known
from octavo.model.html_elements import FLAGS, HEADINGS

START, END = "octavo-start", "octavo-end"
"""The elements in place of the tags of an element that is left out and whose content is kept: they are empty."""
NAME = "data-octavo-name"
"""Their attribute with the name of that element."""

_PREFORMATTED = frozenset({"listing", "plaintext", "xmp"})
"""Old names of `pre`, of which two take all text as it is (HTML, section 16.2)."""
_SWALLOWS = KEEPS_CONTENT | LEFT_OUT | _PREFORMATTED
_LINES = HEADINGS | {"dd", "dt", "li", "p", "td", "th"}
"""What a tag and its end tag are both in, where they are a pair."""

_TAG = re.compile(
    r"""<!--(?:.*?-->|(?P<open>))|(?P<foreign><!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!(?!\[(?:if|endif)\b)[^>]*>)|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESS = re.compile(r"<(?:[A-Za-z][\w+.-]*://|mailto:|[\w.+-]+@)")
"""An address in angle brackets, which is no tag: Pandoc reads none within HTML."""


@dataclass(slots=True)
class _Tag:
    """A tag of raw HTML: where it is, and the number of the paragraph that it is in, or -1.

    A comment that does not end, and what HTML does not know, have no name.
    """

    name: str
    start: int
    stop: int
    paragraph: int
    has_attributes: bool
    is_part: bool = False
    """Whether it is within an element that may have it without an end tag."""
    partner: _Tag | None = None


def tame(html: str) -> str:
    """Return Pandoc's HTML with tags that cannot close the wrong element, nor swallow what follows."""
    tags = _read_tags(html)
    if not tags:
        return html
    pieces, at = [], 0
    for tag, text in _replace(tags, html):
        pieces += [html[at : tag.start], text]
        at = tag.stop
    return "".join([*pieces, html[at:]])


def _read_tags(html: str) -> list[tuple[_Tag, bool]]:
    """Return the tags that may swallow text, each with whether it is an end tag; pairs know one another."""
    tags: list[tuple[_Tag, bool]] = []
    open_tags: list[_Tag] = []
    paragraph, count, verbatim, ends = -1, 0, "", _EndTags(html)
    for found in _TAG.finditer(html):
        name = (found["name"] or "").lower()
        is_end = bool(found["end"])
        if verbatim and not (is_end and name == verbatim):
            continue
        verbatim = ""
        if found["open"] is not None or found["foreign"] is not None:
            tags.append((_Tag("", found.start(), found.end(), paragraph, False), False))
            continue
        if name in _LINES:
            count += not is_end
            paragraph = -1 if is_end else count
        if not name:
            continue
        is_prose = not is_end and _is_prose(found["rest"])
        # Pandoc's own tags, of lines, never look so: they are raw, and the end tag that follows may be Pandoc's.
        is_prose = is_prose and (name in _LINES or not ends.close(name, found.end(), paragraph))
        if is_known(name) and name not in _SWALLOWS and not is_prose:
            continue
        has_attributes = bool(found["rest"].strip("/\n\t " if is_known(name) else "\n\t "))
        has_attributes = has_attributes and not is_prose and not _ADDRESS.match(found[0])
        tag = _Tag(name, found.start(), found.end(), paragraph, has_attributes)
        tag.is_part = name in ("option", "optgroup") and any(each.name in ("select", "datalist") for each in open_tags)
        tags.append((tag, is_end))
        if not is_end:
            open_tags.append(tag)
            # What is between these tags of a block is not Markdown and has no tags.
            verbatim = name if name in ("script", "style") and ends.close(name, found.end(), paragraph) else ""
            continue
        row = next((row for row in range(len(open_tags) - 1, -1, -1) if open_tags[row].name == name), -1)
        if row >= 0:
            opened = open_tags.pop(row)
            opened.partner, tag.partner = tag, opened
    return tags


def _is_prose(rest: str) -> bool:
    """Tell whether what follows the name of a tag is words, not attributes: `a <b and c> d` compares."""
    return "=" not in rest and not {word.lower() for word in rest.strip("/ \t\n").split()} <= FLAGS


_LINE_END = "|".join(sorted(_LINES))


@dataclass(slots=True)
class _EndTags:
    """Finds the end tags of elements, in linear time: what was found once is not sought again."""

    html: str
    found: dict[str, re.Match[str] | None] = field(default_factory=dict)

    def close(self, name: str, at: int, paragraph: int) -> bool:
        """Tell whether an element ends within the paragraph that it begins in; the places asked for rise."""
        ends = re.escape(name) if paragraph < 0 else f"{_LINE_END}|{re.escape(name)}"
        end = self.found.get(ends)
        if ends not in self.found or (end is not None and end.start() < at):
            end = re.compile(rf"</({ends})\s*>", re.IGNORECASE).search(self.html, at)
            self.found[ends] = end
        return end is not None and end[1].lower() == name


def _replace(tags: list[tuple[_Tag, bool]], html: str) -> list[tuple[_Tag, str]]:
    replaced: list[tuple[_Tag, str]] = []
    for tag, is_end in tags:
        text = html[tag.start : tag.stop]
        other = tag.partner
        if other and tag.name not in KEEPS_CONTENT and is_known(tag.name) and other.paragraph != tag.paragraph:
            other = None  # what is between them is not theirs
        if is_end:
            if tag.name in KEEPS_CONTENT:
                text = f'<{END} {NAME}="{tag.name}"></{END}>' if other else ""
            elif tag.name in _PREFORMATTED and other:
                text = "</pre>"
            elif other is None and (tag.partner is not None or not is_known(tag.name)):
                text = "" if tag.partner and tag.partner.has_attributes else escape(text, quote=False)
        elif not tag.name:
            text = escape(text, quote=False)
        elif other is None and not tag.has_attributes and not tag.is_part:  # it is mentioned, and not meant to be shown
            text = f'<span class="octavo-unclosed">{escape(text, quote=False)}</span>'
        elif tag.name in KEEPS_CONTENT:
            rest = text[1 + len(tag.name) : -1].rstrip("/")
            text = f'<{START} {NAME}="{tag.name}"{rest}></{START}>'
            text += "" if other or tag.is_part else f'<{END} {NAME}="{tag.name}"></{END}>'
        elif tag.name in _PREFORMATTED:
            text = "<pre>" + ("" if other else "</pre>")
        elif other is None and is_known(tag.name):
            text += f"</{tag.name}>"
        replaced.append((tag, text))
    return replaced
