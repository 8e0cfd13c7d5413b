"""The description of a publication as plain text, where it has formulas: metadata can show none."""

from __future__ import annotations

import re
from dataclasses import replace

from octavo.manuscript.parse import parse_html
from octavo.model import reading
from octavo.model.publication import Publication
from octavo.tools import pandoc

_FORMULA = re.compile(r"\$[^\s$]|\\[([]")


def write_formulas_as_text(publication: Publication) -> Publication:
    """Return a publication whose description, or the abstract where it has none, has no formulas in TeX."""
    metadata = publication.metadata
    text = metadata.description or metadata.abstract
    if not text or not _FORMULA.search(text):
        return publication
    converted = pandoc.convert(text, "markdown", {}, ["--mathml", "--wrap=none"], publication.root)
    if converted.failure is not None:
        return publication
    plain = reading.plain_text(parse_html(f"<galley>{converted.text}</galley>"))
    return replace(publication, metadata=replace(metadata, description=plain))
