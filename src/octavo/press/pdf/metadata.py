"""What a PDF says about itself: its information dictionary, and the metadata packet with the standards it claims."""

from __future__ import annotations

import re
from datetime import datetime
from xml.sax.saxutils import escape

from octavo import __version__
from octavo.model.formats import Format
from octavo.model.identifiers import of_format
from octavo.model.publication import Publication
from octavo.model.standard import Standard
from octavo.press.pdf import syntax
from octavo.press.pdf.proof import public
from octavo.tools.dates import machine_date

_PRODUCER = f"Octavo {__version__}"
_CLAIM = re.compile(rb"<(pdfuaid|pdfaid):(\w+)>[^<]*</\1:\2>")


def information(publication: Publication, title: str, modified: datetime) -> bytes:
    """Return the information dictionary (ISO 32000-1, 14.3.3), which PDF 2.0 no longer uses."""
    metadata = publication.metadata
    moment = modified.strftime("D:%Y%m%d%H%M%SZ")
    entries = {
        "Title": title,
        "Author": ", ".join(person.name for person in metadata.authors),
        "Subject": metadata.description,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": _PRODUCER,
        "Producer": _PRODUCER,
        "CreationDate": moment,
        "ModDate": moment,
    }
    written = (b"/%s %s" % (key.encode(), syntax.string(public(value))) for key, value in entries.items() if value)
    return b"<<%s>>" % b"".join(written)


def packet(publication: Publication, title: str, modified: datetime, standard: Standard) -> str:
    """Return the metadata packet (ISO 16684-1); it says the same as the information dictionary, in the same words."""
    metadata = publication.metadata
    moment = modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    authors = "".join(f"<rdf:li>{_escaped(person.name)}</rdf:li>" for person in metadata.authors)
    subjects = "".join(f"<rdf:li>{_escaped(word)}</rdf:li>" for word in metadata.keywords)
    written = machine_date(metadata.date, metadata.lang)
    numbers = [_escaped(each.uri) for each in of_format(metadata.identifiers, Format.PDF)]
    bag = "".join(f"<rdf:li>{each}</rdf:li>" for each in numbers)
    parts = [
        f"<dc:format>application/pdf</dc:format><dc:title>{_alternative(title)}</dc:title>",
        f"<dc:language><rdf:Bag><rdf:li>{_escaped(metadata.lang)}</rdf:li></rdf:Bag></dc:language>",
        f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else "",
        f"<dc:description>{_alternative(metadata.description)}</dc:description>" if metadata.description else "",
        f"<dc:date><rdf:Seq><rdf:li>{written}</rdf:li></rdf:Seq></dc:date>" if written else "",
        f"<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>" if subjects else "",
        f"<pdf:Keywords>{_escaped(', '.join(metadata.keywords))}</pdf:Keywords>" if subjects else "",
        f"<dc:publisher><rdf:Bag><rdf:li>{_escaped(metadata.publisher)}</rdf:li></rdf:Bag></dc:publisher>"
        if metadata.publisher
        else "",
        f"<dc:rights>{_alternative(metadata.rights)}</dc:rights>" if metadata.rights else "",
        f"<dc:identifier>{numbers[0]}</dc:identifier>" if numbers else "",
        f"<xmp:Identifier><rdf:Bag>{bag}</rdf:Bag></xmp:Identifier>" if len(numbers) > 1 else "",
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer><xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{moment}</xmp:MetadataDate>",
        *_claims(standard),
        _EXTENSION if standard.archival and not standard.is_pdf2 else "",
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        + (' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"' if standard.archival else "")
        + ">\n"
        + "\n".join(part for part in parts if part)
        + '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )


def without_claims(data: bytes) -> bytes:
    """Return a PDF that does not claim to conform to its standards; all other bytes stay where they are."""
    return _CLAIM.sub(lambda claim: b" " * len(claim[0]), data)


def _claims(standard: Standard) -> list[str]:
    return [f"<{name}>{value}</{name}>" for name, value in standard.claims.items()]


_EXTENSION = (
    '<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
"""The description of PDF/UA's properties that PDF/A-2 and PDF/A-3 require (ISO 19005-2, 6.6.2.3)."""


def _escaped(text: str) -> str:
    return escape(public(text))


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt>'
