"""Identifiers of works, people, organisations, licences and serials: read, normalise, verify.

For each kind there is

- ``normalise_<kind>(text)``: the canonical spelling, or None where `text` has not the form of one;
- ``<kind>_checksum_ok(identifier)``, where the kind has check digits: False for what is not normalised;
- ``<kind>_url(identifier)``, where the kind has a resolver: takes what ``normalise_`` returned.

Form and check digit are two questions, so that a mistyped ORCID iD can be reported as mistyped rather
than as no iD at all. No function here raises on any string.
"""

import re
from collections.abc import Iterable

LONGEST = 2048
"""Crossref registers no DOI longer than this, and every other identifier is far shorter."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_DASH_TO_HYPHEN = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")

# --- DOI (ISO 26324) ---------------------------------------------------------------------------------

# Patterns are compiled when first used: importing this module is on the path of every command.
_DOI = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+"
_CROSSREF_DOI = r"10\.[0-9]{4,9}/[-._;()/:A-Za-z0-9]+"
_DOI_LABELS = ("info:doi/", "urn:doi:", "doi")
_DOI_RESOLVERS = ("doi.org/", "dx.doi.org/")
_OPENERS = "<([{\"'\u2018\u201c"
_OPENER_OF = {")": "(", "]": "[", "}": "{", ">": "<"}
_SENTENCE_END = ".,;:!\"'`\u2018\u2019\u201c\u201d\u00bb\u2026"
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def normalise_doi(text: str) -> str | None:
    """The DOI in `text`, without resolver address, "doi:" label, or the punctuation around it; or None.

    A DOI is "10.", the number of a registrant (which may have parts), a slash, and a suffix of any printable
    characters, whose case is kept. Percent-encoding is undone only where it was needed: in an address, or for
    the slash after the prefix. The query and fragment of an address are no part of the DOI.
    """
    if len(text) > LONGEST:
        return None
    doi, is_address = _unlabelled(_visible(text).lstrip(_OPENERS), _DOI_LABELS, _DOI_RESOLVERS)
    if "%" in doi and (is_address or "/" not in doi):
        from urllib.parse import unquote

        doi = _visible(unquote(doi))
    doi = _without_sentence_end(doi)
    well_formed = re.fullmatch(_DOI, doi) and doi.isprintable() and "\ufffd" not in doi
    return doi if well_formed else None


def is_doi(text: str) -> bool:
    """True where `text` is a bare DOI, exactly as `normalise_doi` would return it."""
    return normalise_doi(text) == text


def doi_key(text: str) -> str | None:
    """What two spellings of one DOI have in common: compare these. None where `text` holds no DOI.

    DOIs that differ only in the case of ASCII letters are the same (DOI Handbook, "Case sensitivity").
    """
    doi = normalise_doi(text)
    return None if doi is None else doi.translate(_ASCII_LOWER)


def doi_is_unusual(doi: str) -> bool:
    """True for a valid DOI that Crossref's recommended pattern for modern DOIs does not match.

    Half a million registered DOIs are like that ("10.1002/(SICI)...<1::AID>3.0.CO;2-2"), so it calls for a
    second look and no more. False for what is not a DOI at all.
    """
    return is_doi(doi) and not re.fullmatch(_CROSSREF_DOI, doi)


def doi_url(doi: str) -> str:
    """The https address that resolves a normalised `doi`, percent-encoded as the DOI Handbook asks."""
    from urllib.parse import quote

    return "https://doi.org/" + quote(doi, safe="/:;(),@!$&'*=~", errors="replace")


def _without_sentence_end(doi: str) -> str:
    """Drop trailing punctuation, and closing brackets that nothing in the DOI opened."""
    unopened = {closer: doi.count(closer) - doi.count(opener) for closer, opener in _OPENER_OF.items()}
    end = len(doi)
    while end and ((last := doi[end - 1]) in _SENTENCE_END or last.isspace() or unopened.get(last, 0) > 0):
        if last in unopened:
            unopened[last] -= 1
        end -= 1
    return doi[:end]


# --- ORCID iD (a block of ISO 27729) -----------------------------------------------------------------

_ORCID = r"([0-9]{4})[- ]?([0-9]{4})[- ]?([0-9]{4})[- ]?([0-9]{3}[0-9Xx])"


def normalise_orcid(text: str) -> str | None:
    """The ORCID iD in `text` (an address, or with or without hyphens) as 0000-0000-0000-000X, or None."""
    match = re.fullmatch(_ORCID, _bare(text, ("orcid id", "orcid"), ("orcid.org/",)))
    return "-".join(match.groups()).upper() if match else None


def orcid_checksum_ok(orcid: str) -> bool:
    """True where the last character of a normalised `orcid` is the one that ISO 7064 MOD 11-2 gives."""
    if normalise_orcid(orcid) != orcid:
        return False
    characters = orcid.replace("-", "")
    total = 0
    for digit in characters[:-1]:
        total = (total + int(digit)) * 2 % 11
    return characters[-1] == "0123456789X"[(12 - total) % 11]


def orcid_url(orcid: str) -> str:
    """The https address of a normalised `orcid`, the form in which ORCID asks for it to be shown."""
    return f"https://orcid.org/{orcid}"


# --- ROR ID ------------------------------------------------------------------------------------------

_CROCKFORD_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def normalise_ror(text: str) -> str | None:
    """The ROR ID in `text` (an address or bare) as nine lower-case characters, or None.

    It is "0", six characters of Crockford's base 32, which has no i, l, o or u, and two check digits.
    """
    ror = _bare(text, ("ror id", "ror"), ("ror.org/",)).lower()
    return ror if re.fullmatch(rf"0[{_CROCKFORD_BASE32}]{{6}}[0-9]{{2}}", ror) else None


def ror_checksum_ok(ror: str) -> bool:
    """True where the last two digits of a normalised `ror` are those that ISO 7064 MOD 97-10 gives."""
    if normalise_ror(ror) != ror:
        return False
    number = 0
    for character in ror[:-2]:
        number = number * 32 + _CROCKFORD_BASE32.index(character)
    return int(ror[-2:]) == 98 - number * 100 % 97


def ror_url(ror: str) -> str:
    """The https address of a normalised `ror`, which ROR counts as its full form."""
    return f"https://ror.org/{ror}"


# --- Creative Commons licences, by their SPDX identifiers --------------------------------------------

_CC_LICENSE = r"cc-(by(?:-nc)?(?:-sa|-nd)?)-([1-4]\.0|2\.5)(?:-(igo)|-[a-z]{2})?"
_CC_HOME = "https://creativecommons.org/"
_CC_PATHS = ("licenses/", "publicdomain/")


def normalise_cc_license(text: str) -> str | None:
    """The SPDX identifier of the Creative Commons licence in `text`, a name or an address; or None.

    "CC BY 4.0", "cc-by-4.0" and "http://creativecommons.org/licenses/by/4.0/legalcode" are CC-BY-4.0. A
    country's own text ("CC-BY-3.0-US") counts as the text that it was made from.
    """
    name = _bare(text, (), ("creativecommons.org/",)).lower()
    for path in _CC_PATHS:
        if name.startswith(path):
            name = "cc-" + "-".join(name.removeprefix(path).split("/")[:3])
    name = re.sub(r"-(?:legalcode|deed)\b.*", "", "-".join(name.split()))
    if re.fullmatch(r"cc-?(?:0|zero)(?:-1\.0)?", name):
        return "CC0-1.0"
    match = re.fullmatch(_CC_LICENSE, name)
    return "-".join(part.upper() for part in ("cc", *match.groups()) if part) if match else None


def cc_license_url(license_: str) -> str:
    """The https address of a normalised Creative Commons `license_`."""
    if license_ == "CC0-1.0":
        return f"{_CC_HOME}publicdomain/zero/1.0/"
    terms, _, version = license_.lower().removeprefix("cc-").replace("-igo", "/igo").rpartition("-")
    return f"{_CC_HOME}licenses/{terms}/{version}/"


# --- ISSN (ISO 3297) and ISBN (ISO 2108) -------------------------------------------------------------

_ISSN_LABELS = ("urn:issn:", "issn-l", "issn", "eissn", "e-issn", "pissn", "p-issn")
_ISBN_LABELS = ("urn:isbn:", "isbn-13", "isbn-10", "isbn", "eisbn", "e-isbn")


def normalise_issn(text: str) -> str | None:
    """The ISSN in `text` as 0000-000X, or None."""
    issn = _bare(text, _ISSN_LABELS, ("portal.issn.org/resource/issn/",))
    match = re.fullmatch(r"([0-9]{4})[- ]?([0-9]{3}[0-9Xx])", issn)
    return "-".join(match.groups()).upper() if match else None


def issn_checksum_ok(issn: str) -> bool:
    """True where the digits of a normalised `issn`, weighted 8 to 1, sum to a multiple of 11 (ISO 3297)."""
    return normalise_issn(issn) == issn and _weighted(issn.replace("-", ""), range(8, 0, -1)) % 11 == 0


def normalise_isbn(text: str) -> str | None:
    """The ISBN in `text` as 10 or 13 characters without hyphens or spaces, or None."""
    isbn = _bare(text, _ISBN_LABELS).replace("-", "").replace(" ", "").upper()
    return isbn if re.fullmatch(r"97[89][0-9]{10}|[0-9]{9}[0-9X]", isbn) else None


def isbn_checksum_ok(isbn: str) -> bool:
    """True where a normalised `isbn` has the check digit of ISO 2108.

    Ten characters: weighted 10 to 1, they sum to a multiple of 11. Thirteen: weighted 1 and 3 in turn, of 10.
    """
    if normalise_isbn(isbn) != isbn:
        return False
    if len(isbn) == 10:
        return _weighted(isbn, range(10, 0, -1)) % 11 == 0
    return _weighted(isbn, (1, 3) * 6 + (1,)) % 10 == 0


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum("0123456789X".index(digit) * weight for digit, weight in zip(digits, weights, strict=True))


# --- PubMed and PubMed Central (US National Library of Medicine): no check digits --------------------

_PMID_LABELS = ("pmid", "pubmed id", "pubmed")
_PMID_RESOLVERS = ("pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/")
_PMCID_RESOLVERS = ("pmc.ncbi.nlm.nih.gov/articles/", "ncbi.nlm.nih.gov/pmc/articles/")


def normalise_pmid(text: str) -> str | None:
    """The PubMed number in `text` (an address, "PMID: 1", or bare) as one to eight digits, or None."""
    match = re.fullmatch(r"[1-9][0-9]{0,7}", _bare(text, _PMID_LABELS, _PMID_RESOLVERS))
    return match[0] if match else None


def pmid_url(pmid: str) -> str:
    """The https address of a normalised `pmid`."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def normalise_pmcid(text: str) -> str | None:
    """The PubMed Central number in `text` as "PMC" and digits, without a version (".2"), or None."""
    pmcid = _bare(text, ("pmcid",), _PMCID_RESOLVERS)
    match = re.fullmatch(r"(?:[Pp][Mm][Cc])?([1-9][0-9]{0,8})(?:\.[0-9]+)?", pmcid)
    return f"PMC{match[1]}" if match else None


def pmcid_url(pmcid: str) -> str:
    """The https address of a normalised `pmcid`."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"


# --- What people type around an identifier -----------------------------------------------------------


def _visible(text: str) -> str:
    """`text` without the soft hyphens, joiners and marks that copying from a PDF or a web page leaves."""
    return text.translate(_INVISIBLE).strip()


def _unlabelled(text: str, labels: tuple[str, ...], resolvers: tuple[str, ...]) -> tuple[str, bool]:
    """`text` without `labels` ("doi") and `resolvers` ("doi.org/") before it, and whether it was an address.

    Both are given in lower case and found in any; colons and spaces may follow a label, "https://" and "www."
    precede a resolver. What follows "?" or "#" in an address is dropped.
    """
    is_address = False
    rest = text
    while True:
        address = _without(_without(rest, ("https://", "http://")), ("www.",))
        if (path := _without(address, resolvers)) != address:
            is_address = True
            rest = path.lstrip()
        elif (after := _without(rest, labels)) != rest:
            rest = after.lstrip(": \t\u00a0")
        else:
            break
    if is_address:
        rest = rest.partition("?")[0].partition("#")[0]
    return rest, is_address


def _bare(text: str, labels: tuple[str, ...], resolvers: tuple[str, ...] = ()) -> str:
    """The ASCII identifier in `text`, without labels and resolvers, any dash a hyphen; "" where none is."""
    if len(text) > LONGEST:
        return ""
    rest, is_address = _unlabelled(_visible(text), labels, resolvers)
    identifier = (rest.rstrip("/") if is_address else rest).translate(_DASH_TO_HYPHEN).strip()
    return identifier if identifier.isascii() else ""


def _without(text: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if text[: len(prefix)].lower() == prefix:
            return text[len(prefix) :]
    return text
