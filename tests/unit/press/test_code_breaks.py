"""Where code and addresses break: no hyphen, no break in a short word, and nothing else changes."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.press.pdf import code_breaks


def broken(body: str) -> str:
    """Return the text of a body, with a bar where a line may break within a word."""
    article = etree.fromstring(f"<article>{body}</article>")
    code_breaks.let_words_break(article)
    code_breaks.let_addresses_break(article)
    return "".join(map(str, article.itertext())).replace("\u00ad", "|").replace("\u2060", "")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('<a class="uri">https://example.org/one?two=3#four</a>', "https://|example.|org/|one?|two=|3#|four"),
        ("<p>Go to https://example.org/one-two, then on.</p>", "Go to https://|example.|org/|one-|two, then on."),
        ("<p>Ask first.last@example.org (or <b>me</b> at www.example.org/here).</p>",
         "Ask first.|last@|example.|org (or me at www.|example.|org/|here)."),
        ("<p>See doi:10.1000/xyz.2024.123 and /usr/local/share/doc/x.txt</p>",
         "See doi:|10.|1000/|xyz.|2024.|123 and /|usr/|local/|share/|doc/|x.|txt"),
        ("<p>Either and/or both, client/server.</p>", "Either and/or both, client/server."),
        ("<p>見https://example.org/一覧。</p>", "見https://|example.|org/一覧。"),
        ("<p><code>git push --force-with-lease</code></p>", "git push --force-with-lease"),
        ("<p><code>one.module.with.long.name</code></p>", "one.|module.|with.|long.|name"),
    ],
)  # fmt: skip
def test_addresses_and_code_break_after_signs(body: str, wanted: str) -> None:
    assert broken(body) == wanted


def test_a_short_word_of_code_is_joined() -> None:
    article = etree.fromstring("<p><code>build --all a/b</code></p>")
    code_breaks.let_words_break(article)
    assert article[0].text == "build -\u2060-\u2060all a/\u2060b"
