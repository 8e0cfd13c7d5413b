"""The contents of a `data:` URL: RFC 2397, as browsers read it (WHATWG Fetch, section 6)."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

_FORM = re.compile(r"\s*data:(?P<type>[^,]*?)(?P<base64>;\s*base64\s*)?,(?P<data>.*)", re.IGNORECASE | re.DOTALL)


def decode(url: str) -> bytes | None:
    """Return the bytes that a URL contains, or None where it is malformed."""
    found = _FORM.fullmatch(url)
    if found is None:
        return None
    data = unquote_to_bytes(found["data"].strip())
    if not found["base64"]:
        return data
    plain = re.sub(rb"\s+", b"", data).translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
