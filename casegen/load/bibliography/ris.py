"""RIS files, as reference managers and publishers' sites write them.

The specification is that of Research Information Systems (2001), as its successors extended it in 2011; tags
that programs use in different ways are read as Zotero, EndNote and Mendeley write them.
"""

import re
import unicodedata
from collections import Counter
from functools import partial
from typing import Any

from casegen.identifiers import normalise_doi, normalise_isbn, normalise_pmcid, normalise_pmid
from casegen.load.bibliography.dates import CslDate, read_date
from casegen.load.bibliography.entry import CslItem, Entry, Fault, Stretch, normalised_lines
from casegen.load.bibliography.languages import language_tag
from casegen.load.bibliography.people import divided
from casegen.load.bibliography.tagged import TaggedRecord, Typed, tagged_lines
from casegen.load.bibliography.values import edition_number, first_issn, page_range

# Two spaces stand before the hyphen; a page or a mail may have squeezed them into one, which is accepted
# for the tags in use, but not for any two capitals: "CT - guided" continues the line before.
_KNOWN = (
    "A1|A2|A4|AB|AN|AU|C2|C7|CY|DA|DB|DO|DP|ED|EP|ER|ET|ID|IS|J1|J2|JA|JF|JO|KW|L3|LA|M1|M3|N1|N2|PB|PP|PY|SN"
    "|SP|ST|T1|T2|T3|TI|TY|UR|VL|Y1|Y2"
)
_LINE = re.compile(rf"([A-Z][A-Z0-9](?=  -)|(?:{_KNOWN})(?= -)) {{1,2}}-(?: |$)(.*)")

_TYPES = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "HEAR": "hearing",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "book",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
_BOOKS = ("book", "classic")
_NUMBERED = ("report", "patent", "standard", "legislation", "dataset", "software")
_PEOPLE = {"author": ("AU", "A1"), "editor": ("ED", "A2"), "translator": ("A4",)}
# Where each variable may have been typed.
_TAGS = {
    "type": ("TY",),
    "title": ("TI", "T1", "BT"),
    "container-title": ("T2", "JF", "JO", "BT", "JA", "J2", "J1"),
    "container-title-short": ("J2", "JA", "J1", "JO", "T2"),
    "collection-title": ("T3", "T2"),
    "title-short": ("ST",),
    "volume": ("VL",),
    "issue": ("IS", "M1"),
    "number": ("IS", "M1", "C7"),
    "page": ("SP", "EP"),
    "issued": ("PY", "Y1", "DA"),
    "accessed": ("Y2",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "edition": ("ET",),
    "available-date": ("ET",),
    "genre": ("M3",),
    "language": ("LA",),
    "URL": ("UR", "L2"),
    "DOI": ("DO", "M3", "L3", "N1"),
    "ISSN": ("SN",),
    "ISBN": ("SN",),
    "PMID": ("AN",),
    "PMCID": ("C2",),
}


def read_ris(text: str) -> tuple[list[Entry], list[Fault]]:
    """The references of a RIS file, and its faults, both in the order of the file.

    A record without an ID gets one: its first author's family name and its year, "tang2019", "tang2019-2".
    """
    records, faults = _records(normalised_lines(text))
    if not records and not faults and text.strip():
        faults.append(Fault(1, 1, 'no RIS record was found: one begins with "TY  - JOUR"'))
    taken = {record.first("ID") for record in records}
    counts: Counter[str] = Counter()
    entries = []
    for record in records:
        kind = record.first("TY").upper()
        if kind not in _TYPES:
            faults.append(Fault(record.line, 7, f"unknown reference type {kind!r}: read as GEN"))
        people = {role: record.typed(*tags) for role, tags in _PEOPLE.items()}
        item = _csl_item(record, kind, people)
        if not record.first("ID"):
            item = {"id": _unused_key(_stem(item), taken, counts), **item}
        key = next((Stretch(one.start, one.end) for one in record.typed("ID")), record.beginning)
        entries.append(Entry(record.line, item, key, partial(record.stretches, item, _TAGS, people)))
    return entries, sorted(faults, key=lambda fault: fault.line)


def _records(text: str) -> tuple[list[TaggedRecord], list[Fault]]:
    """Records from TY to ER. One that lacks its ER ends where the next begins."""
    records: list[TaggedRecord] = []
    faults: list[Fault] = []
    record: TaggedRecord | None = None
    stray = False
    for line, typed in tagged_lines(text, _LINE):
        if typed.tag == "TY":
            if record:
                faults.append(Fault(line, 1, f'the record that begins on line {record.line} has no "ER  -"'))
            record, stray = TaggedRecord(line, typed), False
            records.append(record)
        elif typed.tag == "ER":
            record, stray = None, False
        elif record and typed.tag:
            record.add(typed)
        elif record:
            record.lengthen(typed)
        elif typed.tag and not stray:
            faults.append(Fault(line, 1, f'{typed.tag} stands outside a record: begin it with "TY  - JOUR"'))
            stray = True
    if record:
        faults.append(Fault(record.line, 1, 'this record is not closed: end it with "ER  -"'))
    return records, faults


def _csl_item(record: TaggedRecord, kind: str, people: dict[str, list[Typed]]) -> CslItem:
    csl_type = _TYPES.get(kind, "document")
    is_book = csl_type in _BOOKS
    number = record.first("IS", "M1")
    item: CslItem = {
        "id": record.first("ID"),
        "type": csl_type,
        "title": record.first("TI", "T1", *(("BT",) if is_book else ())),
        **{role: [divided(name.text) for name in names] for role, names in people.items()},
        **({} if is_book else _containers(record)),
        "collection-title": record.first("T3", *(("T2",) if is_book else ())),
        "title-short": record.first("ST"),
        "volume": record.first("VL"),
        "number" if csl_type in _NUMBERED or is_book else "issue": number,
        "page": _pages(record),
        "issued": _issued(record),
        "accessed": read_date(record.first("Y2").strip("/")) if record.first("Y2").strip("/") else None,
        "publisher": record.first("PB"),
        "publisher-place": record.first("CY", "PP"),
        **_edition(record.first("ET"), csl_type),
        "language": language_tag(record.first("LA")),
        "status": "in press" if kind == "INPR" else "",
        "URL": record.first("UR", "L2"),
    }
    if article_number := record.first("C7"):
        item["number"] = article_number
    if csl_type in ("thesis", "report"):
        item["genre"] = record.first("M3")
    item.update(_identifiers(record))
    if item["title-short"] == item["title"]:
        del item["title-short"]
    return {name: value for name, value in item.items() if value}


def _containers(record: TaggedRecord) -> dict[str, str]:
    """The journal or book, and its abbreviation: programs disagree on which tag holds which."""
    container = record.first("T2", "JF", "JO", "BT", "JA", "J2", "J1")
    fuller = record.first("JF")
    if len(fuller) > len(container):
        container = fuller
    names = (record.first(tag) for tag in ("J2", "JA", "J1", "JO", "T2"))
    short = next((name for name in names if name and len(name) < len(container)), "")
    return {"container-title": container, "container-title-short": short}


def _pages(record: TaggedRecord) -> str:
    """First and last page, of which either may hold both."""
    first, last = page_range(record.first("SP")), page_range(record.first("EP"))
    if not last or "-" in first or last == first:
        return first
    return last if "-" in last or not first else f"{first}-{last}"


def _issued(record: TaggedRecord) -> CslDate | None:
    """The fullest of the dates: "2019/10/15/" tells more than "2019"."""
    year, date = record.first("PY", "Y1"), record.first("DA")
    # A RIS date is year/month/day/other; EndNote writes "Oct 15" under DA and the year under PY.
    typed = [text for text in (date, f"{year} {date}", record.first("Y1"), year) if text.strip()]
    dates = [read_date("/".join(filter(None, text.split("/")[:3]))) for text in typed]
    known = [found for found in dates if "literal" not in found]
    if known:
        return max(known, key=lambda found: len(found["date-parts"][0]))
    return {"literal": year} if year else None


def _edition(text: str, csl_type: str) -> dict[str, Any]:
    """Of a journal article, the day on which it was online: EndNote has no better place for it."""
    if csl_type != "article-journal":
        return {"edition": edition_number(text)}
    date = text.lower().removeprefix("epub").strip()
    found = read_date(f"{date[:4]}-{date[4:6]}-{date[6:]}" if date.isdecimal() and len(date) == 8 else date)
    return {} if "literal" in found else {"available-date": found}


def _identifiers(record: TaggedRecord) -> dict[str, str]:
    serial = record.first("SN")
    doi = normalise_doi(record.first("DO")) or record.first("DO")
    found = {
        "DOI": doi or next(filter(None, map(normalise_doi, record.of("M3", "L3", "N1"))), None),
        "ISSN": None if normalise_isbn(serial) else first_issn(serial),
        "ISBN": serial if normalise_isbn(serial) else None,
        "PMCID": normalise_pmcid(record.first("C2"))
        if record.first("C2").upper().startswith("PMC")
        else None,
        "PMID": normalise_pmid(record.first("AN")) if "pubmed" in record.first("DB", "DP").lower() else None,
    }
    return {name: value for name, value in found.items() if value}


def _unused_key(stem: str, taken: set[str], counts: Counter[str]) -> str:
    while True:
        counts[stem] += 1
        key = stem if counts[stem] == 1 else f"{stem}-{counts[stem]}"
        if key not in taken:
            return key


def _stem(item: CslItem) -> str:
    """What a citation key begins with: the first author's family name, in ASCII, and the year."""
    names = item.get("author") or item.get("editor") or [{}]
    family = names[0].get("family") or names[0].get("literal") or ""
    ascii_family = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    year = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    return (re.sub(r"[^a-z0-9]", "", ascii_family) or "reference") + str(year)
