"""The two standards a PDF conforms to: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

The layout engine can declare either. The mark of PDF/UA may stand in the metadata of a PDF/A only where they
describe it themselves (ISO 19005-3, 6.6.2.3.2).
"""

from __future__ import annotations

from typing import Any

__all__ = ["conform"]

_END = b"</rdf:RDF>"
# ISO 14289-1, 5: what PDF/UA-1 is declared with, and its description.
_PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def conform(pdf: Any) -> None:
    """Let *pdf*, a PDF/A-3 that the engine is about to write, conform to it, and declare PDF/UA-1 too.

    The packet is not compressed, so that programs which know nothing of PDF find it.
    """
    for thing in pdf.objects:
        # A viewer may not smooth an image (6.2.8).
        if "Interpolate" in getattr(thing, "extra", ()):
            thing.extra["Interpolate"] = "false"
    if "AF" in pdf.catalog:
        # The engine names each file twice.
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    packet = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    # A second rdf:RDF would be ignored.
    packet.stream = [packet.stream[0].replace(_END, _PDF_UA + _END)]
    packet.compress = False
