"""RIS files, as reference managers and publishers' sites write them.

The specification is that of Research Information Systems (2001), as its successors extended it in 2011; tags
that programs use in different ways are read as Zotero, EndNote and Mendeley write them.
"""

import re
import unicodedata
from collections import Counter

from casegen.identifiers import normalise_doi, normalise_isbn, normalise_issn, normalise_pmcid, normalise_pmid
from casegen.load.bibliography.dates import read_date
from casegen.load.bibliography.entry import CslItem, CslName, Entry, Fault, normalised_lines
from casegen.load.bibliography.languages import language_tag
from casegen.load.bibliography.tagged import TaggedRecord, tagged_lines
from casegen.load.bibliography.values import edition_number, page_range

# Two spaces stand before the hyphen; a page or a mail may have squeezed them into one, which is accepted
# for the tags in use, but not for any two capitals: "CT - guided" continues the line before.
_KNOWN = (
    "A1|A2|A4|AB|AN|AU|C2|C7|CY|DA|DB|DO|DP|ED|EP|ER|ET|ID|IS|J1|J2|JA|JF|JO|KW|LA|M1|M3|N1|N2|PB|PP|PY|SN|SP"
    "|ST|T1|T2|T3|TI|TY|UR|VL|Y1|Y2"
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
        item = _csl_item(record, _TYPES.get(kind, "document"))
        if not record.first("ID"):
            item = {"id": _unused_key(_stem(item), taken, counts), **item}
        entries.append(Entry(record.line, item))
    return entries, sorted(faults, key=lambda fault: fault.line)


def _records(text: str) -> tuple[list[TaggedRecord], list[Fault]]:
    """Records from TY to ER. One that lacks its ER ends where the next begins."""
    records: list[TaggedRecord] = []
    faults: list[Fault] = []
    record: TaggedRecord | None = None
    stray = False
    for line, tag, value in tagged_lines(text, _LINE):
        if tag == "TY":
            if record:
                faults.append(Fault(line, 1, f'the record that begins on line {record.line} has no "ER  -"'))
            record, stray = TaggedRecord(line, tag, value), False
            records.append(record)
        elif tag == "ER":
            record, stray = None, False
        elif record and tag:
            record.add(tag, value)
        elif record:
            record.lengthen(value)
        elif tag and not stray:
            faults.append(Fault(line, 1, f'{tag} stands outside a record: begin it with "TY  - JOUR"'))
            stray = True
    if record:
        faults.append(Fault(record.line, 1, 'this record is not closed: end it with "ER  -"'))
    return records, faults


def _csl_item(record: TaggedRecord, csl_type: str) -> CslItem:
    is_book = csl_type in _BOOKS
    container = "" if is_book else record.first("T2", "JF", "JO", "BT", "JA", "J2", "J1")
    short = "" if is_book else record.first("J2", "JA", "J1", "JO")
    number = record.first("IS", "M1")
    pages = [page for page in (record.first("SP"), record.first("EP")) if page]
    item: CslItem = {
        "id": record.first("ID"),
        "type": csl_type,
        "title": record.first("TI", "T1", *(("BT",) if is_book else ())),
        "author": [_name(name) for name in record.all("AU", "A1")],
        "editor": [_name(name) for name in record.all("ED", "A2")],
        "translator": [_name(name) for name in record.all("A4")],
        "container-title": container,
        "container-title-short": short if short != container else "",
        "collection-title": record.first("T3", *(("T2",) if is_book else ())),
        "title-short": record.first("ST"),
        "volume": record.first("VL"),
        "number" if csl_type in _NUMBERED or is_book else "issue": number,
        "page": page_range("-".join(dict.fromkeys(pages))),
        "issued": read_date(issued) if (issued := _issued(record)) else None,
        "accessed": read_date(record.first("Y2").strip("/")) if record.first("Y2").strip("/") else None,
        "publisher": record.first("PB"),
        "publisher-place": record.first("CY", "PP"),
        "edition": edition_number(record.first("ET")),
        "language": language_tag(record.first("LA")),
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


def _issued(record: TaggedRecord) -> str:
    """The fuller of the year and the date: "2019/10/15/" tells more than "2019"."""
    year, date = record.first("PY", "Y1"), record.first("DA")
    # A RIS date is year/month/day/other; EndNote writes "Oct 15" under DA and the year under PY.
    candidates = ["/".join(filter(None, text.split("/")[:3])) for text in (date, f"{year} {date}", year)]
    dates = [read_date(text) for text in candidates]
    return next(
        (text for text, parsed in zip(candidates, dates, strict=True) if "literal" not in parsed), year
    )


def _identifiers(record: TaggedRecord) -> dict[str, str]:
    serial, other = record.first("SN"), record.first("M3")
    found = {
        "DOI": normalise_doi(record.first("DO")) or record.first("DO") or normalise_doi(other),
        "ISSN": normalise_issn(serial),
        "ISBN": serial if normalise_isbn(serial) else None,
        "PMCID": normalise_pmcid(record.first("C2"))
        if record.first("C2").upper().startswith("PMC")
        else None,
        "PMID": normalise_pmid(record.first("AN")) if "pubmed" in record.first("DB", "DP").lower() else None,
    }
    return {name: value for name, value in found.items() if value}


def _name(text: str) -> CslName:
    """Read "Family, Given, Suffix"; a name without a comma is an organisation's, or cannot be divided."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest or not family:
        return {"literal": text.strip(" ,")}
    name = {"family": family, "given": rest[0], "suffix": ", ".join(rest[1:])}
    return {part: value for part, value in name.items() if value}


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
