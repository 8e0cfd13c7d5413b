"""Build a book, and say what was found and what was made."""

from __future__ import annotations

import sys

import octavo


def publish(folder: str) -> bool:
    """Build the PDF and the EPUB of a book; return whether both were published."""
    try:
        outcome = octavo.build(folder, to=["pdf", "epub"], output="output", rules={"text.*": "off"})
    except octavo.OctavoError as stopped:
        print(f"{stopped}: {stopped.hint}")
        return False
    for found in outcome.diagnostics:
        print(f"{found.place}: {found.severity}: {found.message}")
    for record in outcome.records:
        for edition in record.editions:
            print(f"{edition.path}: {edition.bytes} bytes, {edition.pages or 'no'} pages")
    return outcome.ok(strict=False)


if __name__ == "__main__":
    sys.exit(0 if publish(sys.argv[1]) else 1)
