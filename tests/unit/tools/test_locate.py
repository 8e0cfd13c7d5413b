"""Where things stand in a Markdown text, as an author would look for them."""

from __future__ import annotations

import pytest

from octavo.model.diagnostic import Place
from octavo.tools.locate import Finder

TEXT = """\
# A *fine* start {#start .x}

See ![one](a%20b.png "T") and ![two][pic], [a link](<x y.html>), [again](x%20y.html "t").
<!-- ![no](a%20b.png) [no](#gone) -->

```md
![no](a b.png)
# A fine start
```

Says `[no](#gone)` and [gone](#gone), <https://example.org/?a=1&b=2>, <a
href="#raw">x</a>.[^n] As @doe1999a says [see @doe1999, p. 3; -@{url:x}].

It's "un*believ*able" — he said
to [the man](https://e.org "x") there, $a +  b$ and $$
\\frac{1}{2}
$$

A fine start
------------

[pic]: pic.png
[^n]: A note.

<div id="box">[span]{#span .c}</div>

    ![no](a b.png)

- item

    ![yes](in-list.png)
"""


@pytest.fixture
def find() -> Finder:
    return Finder(TEXT, "a.md")


def at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def test_pictures(find: Finder) -> None:
    assert at(find.image("a b.png")) == at(find.image("a%20b.png")) == (3, 5)
    assert at(find.image("pic.png")) == (3, 31)
    assert at(find.image("in-list.png")) == (31, 5)


def test_links(find: Finder) -> None:
    assert at(find.link("x%20y.html")) == (3, 44)
    assert at(find.link("x y.html", 1)) == (3, 66)
    assert at(find.link("#gone")) == (11, 24)
    assert at(find.link("https://example.org/?a=1&amp;b=2")) == (11, 39)
    assert at(find.link("#raw")) == (11, 71)
    assert at(Finder("text\n\n[x]: #nowhere\n", "a.md").link("#nowhere")) == (3, 1)


def test_headings(find: Finder) -> None:
    assert at(find.heading("A fine start")) == (1, 1)
    assert at(find.heading("A fine start", 1)) == (19, 1)


def test_citations(find: Finder) -> None:
    assert at(find.citation("doe1999a")) == (12, 27)
    assert at(find.citation("doe1999")) == (12, 47)
    assert at(find.citation("url:x")) == (12, 63)


def test_identifiers(find: Finder) -> None:
    assert at(find.identifier("start")) == (1, 19)
    assert at(find.identifier("box")) == (25, 6)
    assert at(find.identifier("span")) == (25, 22)


def test_mathematics_and_notes(find: Finder) -> None:
    assert at(find.math("a + b")) == (15, 40)
    assert at(find.math("\\frac{1}{2}")) == (15, 53)
    assert at(find.footnote("n")) == (23, 1)
    assert at(Finder("Text.[^x]\n", "a.md").footnote("x")) == (1, 6)


def test_words_however_they_are_marked_up(find: Finder) -> None:
    assert at(find.words("It’s “unbelievable” – he said to the man there")) == (14, 1)
    assert at(find.words("the man there, something else")) == (15, 5)


def test_raw_pieces(find: Finder) -> None:
    assert at(find.raw('<div id="box">')) == (25, 1)
    assert at(find.raw('<div class="other">')) == (25, 1)


def test_a_text_that_begins_further_down() -> None:
    assert Finder("one\n[x](y)", "a.md", 10).link("y") == Place("a.md", 11, 1)


def test_what_is_not_there(find: Finder) -> None:
    for place in (find.image("no.png"), find.link("#no"), find.heading("No"), find.words("nowhere"), find.math("")):
        assert place == Place("a.md", 1)
