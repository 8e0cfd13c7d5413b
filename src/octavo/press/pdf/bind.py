"""Binding: what makes gatherings one PDF. Metadata, language, page labels, the mark of PDF/UA where it is earned."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

import pikepdf

from octavo import __version__
from octavo.model.galley import Galley
from octavo.model.publication import Publication

_PRODUCER = f"Octavo {__version__}"


def bind(publication: Publication, galley: Galley, gathering: bytes, modified: datetime, accessible: bool) -> bytes:
    """One PDF from a gathering. With `accessible` it says that it conforms to PDF/UA-1 (ISO 14289-1, 5)."""
    with pikepdf.open(io.BytesIO(gathering)) as pdf:
        _inform(pdf, publication, galley, modified)
        packet = _xmp(publication, galley, modified, accessible).encode()
        stream = pdf.make_stream(packet)
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = stream
        pdf.Root.Lang = pikepdf.String(publication.metadata.lang)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
        if "/Outlines" in pdf.Root:
            pdf.Root.PageMode = pikepdf.Name.UseOutlines
        bound = io.BytesIO()
        # The file identifier comes from the content, and stream data stay as they are: the same input, the same bytes.
        pdf.save(bound, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False)
    return bound.getvalue()


def _inform(pdf: pikepdf.Pdf, publication: Publication, galley: Galley, modified: datetime) -> None:
    metadata = publication.metadata
    told = {
        "/Title": galley.title,
        "/Author": ", ".join(person.name for person in metadata.authors),
        "/Subject": metadata.description,
        "/Keywords": ", ".join(metadata.keywords),
        "/Creator": _PRODUCER,
        "/Producer": _PRODUCER,
        "/CreationDate": modified.strftime("D:%Y%m%d%H%M%SZ"),
        "/ModDate": modified.strftime("D:%Y%m%d%H%M%SZ"),
    }
    for old in list(pdf.docinfo.keys()):
        del pdf.docinfo[old]
    for key, value in told.items():
        if value:
            pdf.docinfo[key] = pikepdf.String(value)


def _xmp(publication: Publication, galley: Galley, modified: datetime, accessible: bool) -> str:
    """The metadata packet (ISO 16684-1), saying what the information dictionary says, in the same words."""
    metadata = publication.metadata
    moment = modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    authors = "".join(f"<rdf:li>{escape(person.name)}</rdf:li>" for person in metadata.authors)
    subjects = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in metadata.keywords)
    parts = [
        f"<dc:format>application/pdf</dc:format><dc:title>{_alternative(galley.title)}</dc:title>",
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.lang)}</rdf:li></rdf:Bag></dc:language>",
        f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else "",
        f"<dc:description>{_alternative(metadata.description)}</dc:description>" if metadata.description else "",
        f"<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>" if subjects else "",
        f"<pdf:Keywords>{escape(', '.join(metadata.keywords))}</pdf:Keywords>" if subjects else "",
        f"<dc:publisher><rdf:Bag><rdf:li>{escape(metadata.publisher)}</rdf:li></rdf:Bag></dc:publisher>"
        if metadata.publisher
        else "",
        f"<dc:rights>{_alternative(metadata.rights)}</dc:rights>" if metadata.rights else "",
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer><xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{moment}</xmp:MetadataDate>",
        "<pdfuaid:part>1</pdfuaid:part>" if accessible else "",
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\n'
        + "\n".join(part for part in parts if part)
        + '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
