"""From the types and fields of BibTeX and BibLaTeX to those of CSL.

Types and fields are those of the BibLaTeX manual (sections 2.1 and 2.2) and of classic BibTeX; what each
becomes follows the CSL 1.0.2 specification, appendices III and IV.
"""

import re

from casegen.identifiers import normalise_doi, normalise_isbn, normalise_pmcid, normalise_pmid
from casegen.load.bibliography.dates import CslDate, read_date
from casegen.load.bibliography.entry import CslItem, Path, Stretch, Stretches
from casegen.load.bibliography.languages import language_tag
from casegen.load.bibliography.latex import plain, rich
from casegen.load.bibliography.names import names_in, read_names
from casegen.load.bibliography.values import edition_number, first_issn, page_range

ENTRY_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}

_PERIODICALS = ("article-journal", "article-magazine", "article-newspaper", "periodical", "review")
_NUMBERED = ("report", "patent", "standard", "legislation", "dataset", "software", "document")
_ARTICLE_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
_GENRES = {
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "phdthesis": "PhD thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}

_NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
}
_PLAIN = {
    "volume": ("volume",),
    "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal",),
    "chapter-number": ("chapter",),
    "version": ("version",),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher-place": ("location", "address"),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "container-title-short": ("shortjournal",),
    "title-short": ("shorttitle",),
}
_RICH = {"collection-title": ("series",), "note": ("note", "addendum")}

# Where each variable may have been typed.
_FIELDS = {
    "title": ("title", "subtitle"),
    "container-title": ("journaltitle", "journal", "booktitle"),
    **_PLAIN,
    **_RICH,
    **{variable: (name,) for variable, name in _NAMES.items()},
    "page": ("pages",),
    "edition": ("edition",),
    "language": ("langid", "language", "hyphenation"),
    "genre": ("type",),
    "status": ("pubstate",),
    "issued": ("date", "year", "month"),
    "accessed": ("urldate",),
    "event-date": ("eventdate",),
    "issue": ("number", "issue"),
    "number": ("number", "eid", "article-number"),
    "collection-number": ("number",),
    "DOI": ("doi",),
    "ISSN": ("issn", "isbn"),
    "ISBN": ("isbn",),
    "PMID": ("pmid", "eprint"),
    "PMCID": ("pmcid", "pmc", "eprint"),
    "URL": ("url", "howpublished", "eprint"),
}

_PUBLICATION_STATES = {
    "inpress": "in press",
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "prepublished": "published ahead of print",
}

# Mendeley joins all that it knows; an address that is only wrapped goes on.
_NEXT_ADDRESS = re.compile(r"(?<![\s;,])[\s;,]+(?=https?:)")

_NEVER_INHERITED = ("crossref", "xref", "xdata", "ids", "doi", "url", "pages", "label", "shorttitle", "key")
TITLE_PARTS = ("title", "subtitle", "titleaddon")


def inherited_name(name: str, parent_type: str, child_type: str) -> str | None:
    """The field of an entry that its parent's field `name` fills, or None (BibLaTeX manual, appendix B)."""
    if name in _NEVER_INHERITED:
        return None
    if name not in TITLE_PARTS or ENTRY_TYPES.get(child_type) == ENTRY_TYPES.get(parent_type):
        return name
    if parent_type == "periodical":
        return {"title": "journaltitle", "subtitle": "journalsubtitle"}.get(name)
    return f"book{name}"


def csl_item(entry_type: str, key: str, fields: dict[str, str]) -> CslItem:
    """The CSL item of an entry. Empty fields, and those that CSL has no place for, are left out."""
    item: CslItem = {"id": key, "type": _csl_type(entry_type, fields), "title": _title(fields, "")}
    for csl_name, name in _NAMES.items():
        item[csl_name] = read_names(fields.get(name, ""))
    item["container-title"] = (
        _title(fields, "journal") or rich(fields.get("journal", "")) or _title(fields, "book")
    )
    for csl_name, names in _RICH.items():
        item[csl_name] = rich(_first(fields, names))
    for csl_name, names in _PLAIN.items():
        item[csl_name] = plain(_first(fields, names))
    item["page"] = page_range(plain(fields.get("pages", "")))
    item["edition"] = edition_number(plain(fields.get("edition", "")))
    item["language"] = language_tag(plain(_first(fields, ("langid", "language", "hyphenation"))))
    item["genre"] = _genre(entry_type, plain(fields.get("type", "")))
    status = plain(fields.get("pubstate", ""))
    item["status"] = _PUBLICATION_STATES.get(status.lower(), status)
    item["issued"] = _issued(fields)
    item["accessed"] = _date(fields, "urldate")
    item["event-date"] = _date(fields, "eventdate")
    item.update(_numbers(item["type"], fields))
    item.update(_identifiers(fields))
    if not item["publisher"] and "URL" not in item:
        item["publisher"] = plain(fields.get("howpublished", ""))
    return {name: value for name, value in item.items() if value}


def stretches(item: CslItem, fields: dict[str, str], places: dict[str, Stretch]) -> Stretches:
    """Where the variables of `item` were typed, `places` being those of the `fields` it was made of."""
    found: dict[Path, Stretch] = {}
    for variable in item:
        name = next((name for name in _FIELDS.get(variable, ()) if name in places), None)
        if name is None:
            continue
        found[variable,] = place = places[name]
        # The names of a joined list are not where they are in the text.
        if variable in _NAMES and place.end - place.start == len(fields[name]):
            for index, (start, end) in enumerate(names_in(fields[name])):
                found[variable, index] = Stretch(place.start + start, place.start + end)
    return found


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if name in fields), "")


def _csl_type(entry_type: str, fields: dict[str, str]) -> str:
    csl_type = ENTRY_TYPES.get(entry_type, "document")
    if entry_type == "article":
        if "eprint" in fields and not {"journal", "journaltitle"} & fields.keys():
            return "article"
        return _ARTICLE_SUBTYPES.get(fields.get("entrysubtype", "").lower(), csl_type)
    if csl_type in ("document", "webpage", "manuscript") and "eprint" in fields:
        return "article"
    if csl_type == "document" and ("url" in fields or "\\url" in fields.get("howpublished", "")):
        return "webpage"
    return csl_type


def _title(fields: dict[str, str], prefix: str) -> str:
    """Title, subtitle and addition under `prefix` ("", "journal", "book"), joined as one title."""
    title, subtitle, addition = (rich(fields.get(prefix + part, "")) for part in TITLE_PARTS)
    if title and subtitle:
        title += f" {subtitle}" if title.endswith(("?", "!", ":", ".")) else f": {subtitle}"
    return f"{title}. {addition}" if title and addition else title or subtitle


def _genre(entry_type: str, typed: str) -> str:
    return _GENRES.get(typed.lower(), typed) or _GENRES.get(entry_type, "")


def _issued(fields: dict[str, str]) -> CslDate | None:
    if "date" in fields:
        return _date(fields, "date")
    year, month, day = (plain(fields.get(name, "")) for name in ("year", "month", "day"))
    if not year:
        return None
    if month.isdecimal() and 1 <= int(month) <= 12:
        return read_date(f"{year}-{month}-{day}" if day else f"{year}-{month}")
    date = read_date(f"{year} {month} {day}")
    return read_date(year) if "literal" in date else date


def _date(fields: dict[str, str], name: str) -> CslDate | None:
    # BibLaTeX's "2019~" is no space behind the year, as it would be elsewhere, but "about 2019".
    text = plain(fields.get(name, "").replace("~", "\\textasciitilde{}"))
    return read_date(text) if text else None


def _numbers(csl_type: str, fields: dict[str, str]) -> dict[str, str]:
    """What "number" and "eid" mean for the type: an issue, an article, a report, a place in a series."""
    number = plain(fields.get("number", ""))
    if csl_type in _PERIODICALS:
        return {
            "issue": number or plain(fields.get("issue", "")),
            "number": plain(_first(fields, ("eid", "article-number"))),
        }
    return {"number" if csl_type in _NUMBERED or "series" not in fields else "collection-number": number}


def _identifiers(fields: dict[str, str]) -> dict[str, str]:
    """DOI, ISSN, PMID, PMCID and URL, with those that hide in BibLaTeX's eprint and in howpublished."""
    doi, pmid, pmcid, pmc, url, eprint = (
        _verbatim(fields.get(name, "")) for name in ("doi", "pmid", "pmcid", "pmc", "url", "eprint")
    )
    pmcid = pmcid or pmc
    issn, isbn = plain(fields.get("issn", "")), plain(fields.get("isbn", ""))
    if not normalise_isbn(isbn) and first_issn(isbn):  # where Mendeley puts it
        issn, isbn = issn or isbn, ""
    if not url and "\\url" in fields.get("howpublished", ""):
        url = _verbatim(fields["howpublished"])
    match _first(fields, ("eprinttype", "archiveprefix")).lower():
        case "pubmed" | "pmid":
            pmid = pmid or eprint
        case "pmc" | "pmcid":
            pmcid = pmcid or eprint
        case "arxiv" if eprint and not url:
            url = f"https://arxiv.org/abs/{eprint.removeprefix('arXiv:')}"
    found = {
        "DOI": normalise_doi(doi) or doi,
        "ISSN": first_issn(issn) or issn,
        "ISBN": isbn,
        "PMID": normalise_pmid(pmid) or pmid,
        "PMCID": normalise_pmcid(pmcid) or pmcid,
        "URL": url,
    }
    return {name: value for name, value in found.items() if value}


def _verbatim(latex: str) -> str:
    """An address or identifier: the escapes that people add for LaTeX are undone, and nothing more."""
    if match := re.search(r"\\(?:url|path|href)\s*\{([^{}]*)\}", latex):
        latex = match[1]
    latex = _NEXT_ADDRESS.split(latex.strip())[0]
    latex = latex.replace("\\textasciitilde", "~").replace("$\\sim$", "~").replace("\\textendash", "–")
    return "".join(re.sub(r"\\([_%&#~$])", r"\1", latex).replace("{", "").replace("}", "").split())
