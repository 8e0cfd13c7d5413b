"""Identifiers: which file has which."""

from __future__ import annotations

import pytest

from octavo.model.identifiers import Identifier, of_format

PAPER, EBOOK, PDF, ALL, DOI = (
    Identifier("978-0-00-000000-2", "paperback"), Identifier("978-1-00-000000-9", "epub"), Identifier("urn:x", "pdf"),
    Identifier("ISBN 978-0-00-000000-2"), Identifier("doi:10.1/2"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "pdf", "epub", "html"),
    [
        ((PAPER, EBOOK), (PAPER,), (EBOOK,), ()),
        ((PAPER, EBOOK, PDF), (PDF,), (EBOOK,), ()),
        ((ALL,), (ALL,), (ALL,), (ALL,)),
        ((EBOOK, ALL, DOI), (ALL, DOI), (EBOOK, DOI), (ALL, DOI)),
    ],
)
def test_a_file_has_its_own(given: object, pdf: object, epub: object, html: object) -> None:
    assert tuple(of_format(given, each) for each in ("pdf", "epub", "html")) == (pdf, epub, html)  # type: ignore[arg-type]
    assert of_format(given, "site") == html  # type: ignore[arg-type]


def test_an_isbn_is_a_urn() -> None:
    assert [each.uri for each in (ALL, DOI)] == ["urn:isbn:9780000000002", "doi:10.1/2"]
