"""Every place in a file where a text may stand: the search opens it, whatever the file is packed in."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from casegen.build.leaks.opened import Opener
from casegen.build.leaks.search import Search
from casegen.files import Refused
from casegen.load.private import Kept
from casegen.rules.privacy.secrets import Secrets

NAME = "Joana Prates"
SEARCH = Search(Secrets([Kept("patient.name", NAME)]))


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def taped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def commented() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"")
        archive.comment = NAME.encode()
    return out.getvalue()


def picture(kind: str, **told: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind, **told)
    return out.getvalue()


def exif(tag: int, value: object) -> bytes:
    told = Image.Exif()
    told[tag] = value
    return told.tobytes()


def noted(*, packed: bool, international: bool = False) -> bytes:
    told = PngImagePlugin.PngInfo()
    if international:
        told.add_itxt("Comment", NAME, zip=packed)
    else:
        told.add_text("Comment", NAME, zip=packed)
    return picture("PNG", pnginfo=told)


def document(mark: Callable[[pikepdf.Pdf], None], mode: pikepdf.ObjectStreamMode) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        mark(pdf)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=mode, compress_streams=True)
    return out.getvalue()


def titled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = NAME


def widely_titled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = pikepdf.String(b"\xfe\xff" + NAME.encode("utf-16-be"))


def described(pdf: pikepdf.Pdf) -> None:
    record = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:source>{NAME}</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    pdf.Root.Metadata = pdf.make_stream(record.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def attach(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def mark(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["x"] = pikepdf.AttachedFileSpec(
            pdf, data, filename=name, description="", mime_type="", creation_date="", mod_date=""
        )

    return mark


def named(pdf: pikepdf.Pdf) -> None:
    pdf.Root[pikepdf.Name("/Joana Prates")] = 1


def drawn(code: bytes) -> Callable[[pikepdf.Pdf], None]:
    def mark(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 12 Tf 1 0 0 1 9 9 Tm " + code + b" ET")

    return mark


def drawn_by_glyphs(pdf: pikepdf.Pdf) -> None:
    """The letters are the glyphs 1, 2, 3... of a font; only its table tells which."""
    letters = sorted(set(NAME))
    pairs = "".join(f"<{number:04x}> <{ord(letter):04x}>\n" for number, letter in enumerate(letters, 1))
    table = pdf.make_stream(f"{len(letters)} beginbfchar\n{pairs}endbfchar".encode())
    glyphs = "".join(f"{letters.index(letter) + 1:04x}" for letter in NAME)
    drawn(f"[<{glyphs[:12]}> -12 <{glyphs[12:]}>] TJ".encode())(pdf)
    pdf.pages[0].obj.Resources.Font.F1.ToUnicode = table


def drawn_by_a_range(pdf: pikepdf.Pdf) -> None:
    table = pdf.make_stream(
        b"2 beginbfrange\n<0020> <007e> <0020>\n<0080> <0081> [<0041> <0042>]\nendbfrange"
    )
    drawn(b"<" + NAME.encode("utf-16-be").hex().encode() + b"> Tj")(pdf)
    pdf.pages[0].obj.Resources.Font.F1.ToUnicode = table


def drawn_by_names(*names: str) -> Callable[[pikepdf.Pdf], None]:
    """The letters are the glyphs 1, 2, 3... of a font that gives them *names*."""

    def mark(pdf: pikepdf.Pdf) -> None:
        drawn(b"<" + bytes(range(1, len(names) + 1)).hex().encode() + b"> Tj")(pdf)
        pdf.pages[0].obj.Resources.Font.F1.Encoding = pikepdf.Dictionary(
            Differences=pikepdf.Array([1, *(pikepdf.Name(f"/{name}") for name in names)])
        )

    return mark


def by_number(pdf: pikepdf.Pdf) -> None:
    drawn(b"<00010002> Tj")(pdf)
    pdf.pages[0].obj.Resources.Font.F1.Subtype = pikepdf.Name.Type0


def packed(name: str) -> bytes:
    """A PDF with a stream that is packed by *name*, which may stand elsewhere."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Length 9/Filter "
        + name.encode()
        + b">>\nstream\n123456789\nendstream\nendobj\n"
        b"2 0 obj\n/RunLengthDecode\nendobj\n"
    )


def packed_elsewhere() -> bytes:
    stream = zlib.compress(b"BT /F1 9 Tf (Joana Prates) Tj ET")
    return (
        b"%PDF-1.4\n1 0 obj\n<</Length " + str(len(stream)).encode() + b"/Filter 2 0 R>>\nstream\n" + stream
        + b"\nendstream\nendobj\n2 0 obj\n[/Flate#44ecode]\nendobj\n"
    )  # fmt: skip


PDFS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "an author": titled,
    "an author in UTF-16": widely_titled,
    "XMP": described,
    "an attached file": attach("notes.txt", f"Of {NAME}.".encode()),
    "the name of an attached file": attach("joana-prates.txt", b"-"),
    "a name": named,
    "a page": drawn(b"(Seen: Joana Prates) Tj"),
    "a page in pieces": drawn(b"[(Seen: Jo) -5 (ana) -600 (Prates)] TJ"),
    "a page in two faces": drawn(b"(Jo) Tj /F1 9 Tf 1 0 0 1 30 9 Tm (ana ) Tj (Prates) Tj"),
    "a page over two lines": drawn(b"(Seen: Joana) Tj 0 -12 Td (Prates was) Tj"),
    "a page in columns": drawn(b"(left column) Tj 1 0 0 1 90 9 Tm (Joana Prates) Tj"),
    "a page with escapes": drawn(rb"(Joan\141 Pra\
tes) Tj"),
    "glyphs": drawn_by_glyphs,
    "glyphs of a range": drawn_by_a_range,
    "glyphs by their names": drawn_by_names("J", "o", "a", "n", "agrave", "space", "P", "r", "uni0061", "t", "e", "s"),
    "the text behind a drawing": drawn(
        b"/Span <</ActualText <FEFF" + NAME.encode("utf-16-be").hex().encode() + b">>> BDC EMC"
    ),
}  # fmt: skip

RUNS = "<w:p><w:r><w:t>the patient</w:t></w:r></w:p><w:p><w:r><w:t>Jo</w:t></w:r><w:r><w:t>ana Prates</w:t></w:r></w:p>"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def deflated_dicom() -> bytes:
    head = b"\x02\0\x10\0UI\x16\x001.2.840.10008.1.2.1.99"
    packer = zlib.compressobj(wbits=-15)
    told = b"\x10\0\x10\0PN\x0c\0Prates^Joana"
    packed = packer.compress(told) + packer.flush()
    return bytes(128) + b"DICM\x02\0\0\0UL\4\0" + len(head).to_bytes(4, "little") + head + packed


def mail(how: str, body: bytes) -> bytes:
    return b"From: a@example.org\nContent-Transfer-Encoding: " + how.encode() + b"\n\n" + body


FILES: dict[str, bytes] = {
    "text": b"seen: Joana Prates",
    "text with a mark": b"\xef\xbb\xbfJoana Prates",
    "UTF-16": f"Joana Prates".encode("utf-16"),  # noqa: F541
    "HTML": b"<p>seen: <b>Jo</b>ana <i>Prates</i></p>",
    "HTML beside another block": b"<td>of the patient</td><td>Joana</td><td>Prates</td><td>was</td>",
    "an attribute": b'<img alt="Joana Prates">',
    "a comment": b"<p>A<!-- Joana Prates -->",
    "entities": b"<p>&#74;oan&#x61; Prates",
    "a link": b'<a href="mailto:x?subject=Joana%20Prates">',
    "JSON": rb'{"given": "\u004aoana Prates"}',
    "BibTeX": rb"author = {{\'Jo}ana Pr{\`a}tes}",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>Joana</tspan> <tspan>Prates</tspan></text></svg>',
    "data in a page": b'<img src="data:text/plain;base64,' + base64.b64encode(b"of Joana Prates") + b'">',
    "an image in a page": b"<img src='data:image/png;base64," + base64.b64encode(noted(packed=True)) + b"'>",
    "a drawing in letters": (
        b'<svg><text x="0">\n' + "\n".join(f'<tspan x="{n}">{c}</tspan>' for n, c in enumerate("JoanaPrates")).encode()
    ),
    "a style": b'<rect style="font-family: Joana Prates"/>',
    "a path that is none": b"<path d='M 0 0 Joana Prates'/>",
    "points that are none": b'<g points="Joana Prates" x="1"/>',
    "Windows' Latin": "João: Joana Pràtes".encode("cp1252"),
    "Windows' central Europe": "Łódź: Joana Prates".encode("cp1250"),
    "a Mac's": "João: Joana Prátes".encode("mac_roman"),
    "UTF-16 without a mark": "seen: Joaná Prates\n".encode("utf-16-le"),
    "UTF-16 without a mark, the other way": "seen: Joaná Prates\n".encode("utf-16-be"),
    "UTF-32": "Joana Prates".encode("utf-32"),
    "a text that begins like a font": b"true name: Joana Prates",
    "a text that begins like another": b"OTTO and Joana Prates",
    "gzip of two parts": gzip.compress(b"-") + gzip.compress(b"Joana Prates"),
    "bzip2": bz2.compress(b"-") + bz2.compress(b"Joana Prates"),
    "xz": lzma.compress(b"-") + lzma.compress(b"Joana Prates"),
    "a tape archive": gzip.compress(taped(a=zipped(b=b"Joana Prates"))),
    "a PDF that says elsewhere how it is packed": packed_elsewhere(),
    "gzip": gzip.compress(b"Joana Prates"),
    "an archive": zipped(a=b"Joana Prates"),
    "an archive in an archive": zipped(a=zipped(b=b"Joana Prates")),
    "a name in an archive": zipped(**{"joana-prates.txt": b""}),
    "the comment of an archive": commented(),
    "the runs of a word processor": zipped(word__document_xml=RUNS.encode()),
    "the properties of a word processor": zipped(
        docProps__core_xml=b"<cp:lastModifiedBy>Joana Prates</cp:lastModifiedBy>"
    ),
    "tEXt": noted(packed=False),
    "zTXt": noted(packed=True),
    "iTXt": noted(packed=True, international=True),
    "a PNG's EXIF": picture("PNG", exif=exif(0x013B, NAME)),
    "behind a PNG": picture("PNG") + b"Joana Prates",
    "a JPEG's EXIF": picture("JPEG", exif=exif(0x013B, NAME)),
    "a JPEG's EXIF in UTF-16": picture("JPEG", exif=exif(0x9C9D, NAME.encode("utf-16-le"))),
    "a JPEG's comment": picture("JPEG", comment=NAME.encode()),
    "behind a JPEG": picture("JPEG") + b"Joana Prates",
    "a WebP's XMP": picture("WEBP", xmp=b"<dc:creator>Joana Prates</dc:creator>"),
    "a TIFF's tag": picture("TIFF", tiffinfo={315: NAME}),
    "a GIF's comment": picture("GIF", comment=NAME.encode()),
    "two bytes for a letter in a binary file": OLD_WORD + NAME.encode("utf-16-le") + bytes(9),
    "two bytes for a letter behind odd bytes": b"\0\1\2" + NAME.encode("utf-16-le") + bytes(9),
    "two bytes for a letter, the high first": b"ID3\3\0\0" + NAME.encode("utf-16-be") + b"\xff\xff",
    "an archive behind something else": b"#!/bin/sh\n" + zipped(a=b"Joana Prates"),
    "an archive behind a photograph": picture("JPEG") + zipped(a=b"Joana Prates"),
    "a DICOM file that is packed": deflated_dicom(),
    "rich text with codes": rb"{\rtf1\ansi Joana Pra\b t\b0 es}",
    "rich text with letters as numbers": rb"{\rtf1\ansi \'4aoana \u80?rates\par}",
    "a mail in base64": mail("base64", base64.encodebytes(NAME.encode())),
    "a mail with signs as numbers": mail("quoted-printable", b"Joana=20Pra=\ntes"),
    "the subject of a mail": b"Subject: =?utf-8?b?" + base64.b64encode(NAME.encode()) + b"?=\nMime-Version: 1.0\n\n-",
    "base64 in a text": b"key: " + base64.b64encode(b"This letter is about Joana Prates, whom we saw."),
    "base64 on lines": base64.encodebytes(b"This letter is about somebody we saw, namely Joana Prates. " * 2),
    "lzma": lzma.compress(b"Joana Prates", format=lzma.FORMAT_ALONE),
    "zlib": zlib.compress(b"Joana Prates"),
    "a file of no known kind": b"\0\x01\x02 Joana Prates \0\xff",
    **{f"a PDF: {what}": document(mark, pikepdf.ObjectStreamMode.generate) for what, mark in PDFS.items()},
    **{f"a plain PDF: {what}": document(mark, pikepdf.ObjectStreamMode.disable) for what, mark in PDFS.items()},
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_found(what: str) -> None:
    told = list(SEARCH.leaks("file.x", FILES[what]))
    assert told
    assert all("'patient.name'" in line for line in told)
    assert "joana" not in "".join(told).lower()
    assert "prates" not in "".join(told).lower()


@pytest.mark.parametrize("what", FILES)
def test_what_is_only_like_it_is_not_found(what: str) -> None:
    """The same files are searched for a name that differs in one letter."""
    other = Search(Secrets([Kept("patient.name", "Joane Prates"), Kept("x", "Pratesi"), Kept("y", "Joa")]))
    assert list(other.leaks("file.x", FILES[what])) == []


def test_the_name_of_the_file_counts_and_is_not_told() -> None:
    assert list(SEARCH.leaks("joana-prates.pdf", b"-")) == [
        "a file called *.pdf: its name: what case.private.yaml keeps under 'patient.name' stands here"
    ]


def test_a_place_is_told_by_its_names() -> None:
    (told,) = SEARCH.leaks("case.docx", zipped(docProps__core_xml=b"<x>Joana Prates</x>"))
    assert told.startswith("case.docx: docProps/core_xml: what case.private.yaml keeps")


def encrypted_pdf() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(zipped(a=b"-"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def deep() -> bytes:
    data = b"-"
    for _ in range(12):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted_pdf(), "encrypted"),
        (encrypted_zip(), "a is encrypted"),
        (zipped(a=encrypted_pdf()), "encrypted"),
        (b"PK\x03\x04 and no more", "the archive is damaged"),
        (deep(), "deep"),
        (packed("/RunLengthDecode"), "packed in a way that is not known"),
        (packed("[/ASCIIHexDecode /LZWDecode]"), "packed in a way that is not known"),
        (packed("2 0 R"), "packed in a way that is not known"),
        (packed("3 0 R"), "do not say how they are packed"),
        (
            document(drawn_by_names("g1", "g2", "g3"), pikepdf.ObjectStreamMode.disable),
            "font that does not say",
        ),
        (document(by_number, pikepdf.ObjectStreamMode.generate), "font that does not say"),
        (gzip.compress(b"-" * 99)[:-9], "damaged"),
        (gzip.compress(b"-") + b"and more", "damaged"),
        (bz2.compress(b"-" * 99)[:-1], "damaged"),
        (lzma.compress(b"-" * 99)[:-1], "damaged"),
        (b"7z\xbc\xaf\x27\x1c and more", "packed by 7-Zip, which cannot be opened"),
        (b"\x1f\x9d\x90Joana", "packed by compress"),
        (b"LZIP\x01", "packed by lzip"),
        (b"\x89LZO\0\r\n", "packed by lzop"),
        (b"MSCF\0\0\0\0", "packed by Cabinet"),
        (b"\x22\x1b-lh5-", "packed by LHA"),
        (b"SIT!123456rLau", "packed by StuffIt"),
        (b"PAR1 and more PAR1", "packed by Parquet"),
        (b"-----BEGIN PGP MESSAGE-----", "it is encrypted"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "it is encrypted"),
        (lzma.compress(b"-" * 99, format=lzma.FORMAT_ALONE)[:-9], "packed by lzma are damaged"),
    ],
    # Not by the bytes: those of gzip tell the second, and each worker of xdist collects in its own.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_looked_into_is_told(data: bytes, reason: str) -> None:
    (told,) = SEARCH.leaks("file.x", data)
    assert reason in told
    assert "cannot be searched" in told


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegen.build.leaks.opened._MAX_UNPACKED", 10 * 1024 * 1024)
    for data in (
        gzip.compress(bytes(20_000_000)),
        bz2.compress(bytes(20_000_000)),
        zipped(a=bytes(20_000_000)),
    ):
        with pytest.raises(Refused, match="over 10 MB"):
            list(Opener().texts(data))


@pytest.mark.parametrize("what", [name for name in FILES if name.startswith(("a PDF", "an arch", "zTXt"))])
def test_a_file_that_is_cut_off_or_damaged_raises_nothing_else(what: str) -> None:
    data = FILES[what]
    for size in range(0, len(data), max(1, len(data) // 40)):
        damaged = bytearray(data)
        damaged[size] ^= 0x55
        for each in (data[:size], bytes(damaged)):
            list(SEARCH.leaks("file.x", each))


def test_pixels_are_not_taken_for_text() -> None:
    data = picture("PNG")
    at = data.index(b"IDAT") - 4
    pixels = len(NAME).to_bytes(4, "big") + b"IDAT" + NAME.encode() + bytes(4)
    assert list(SEARCH.leaks("x.png", data[:at] + pixels + data[at:])) == []


def test_the_search_needs_no_library_of_the_tests() -> None:
    for path in (Path(__file__).parents[2] / "casegen/build/leaks").glob("*.py"):
        assert "pikepdf" not in path.read_text("utf-8")
