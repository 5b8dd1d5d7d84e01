"""What is four times as long takes about four times the work, whatever is repeated in it, in every text of a case.

Regular expressions do their work where no function call can be counted, so it is the processor's time that is
compared: with itself at another length, never with a number. Work that grows with the square takes sixteen times as
long; the bound lies in the middle. What Markdown repeats is in tests/prose/test_hostile.py.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from casegen.check import check
from casegen.check.suppress import suppress
from casegen.compose.identity.folding import spaced
from casegen.compose.identity.names import Person
from casegen.document import Author
from casegen.load import Loaded, load
from casegen.load.references import reader_of
from tests._support.cases import typed

SHORT, LONG = 4_000, 16_000
MOST = 9
# Letters, digits, spaces and what stands in numbers, names, dates, lists, addresses and identifiers.
REPEATED = [
    "a", "A", "1", " ", "\t", "-", ",", "(", "'", "é",
    "a ", "A. ", "1.", "1 ", "a-", "a@", "A, ", "/a", "day 1 ", "1 mg ", "and ",
]  # fmt: skip


def in_prose(text: str) -> dict[str, object]:
    return {"introduction": f"The patient {text}x"}


def in_fields(text: str) -> dict[str, object]:
    name, author = f"Ana {text}x", f"Ana {text[:1900]}x"
    reference = {
        "id": "r",
        "title": name,
        "DOI": name,
        "URL": name,
        "page": name,
        "author": [{"family": name}],
    }
    return {
        "title": name,
        "authors": [{"name": author, "email": author, "orcid": author, "affiliation": author}],
        "keywords": [name],
        "doi": name,
        "dates": {"received": name},
        "correspondence": name,
        "references": [{**reference, "container-title": name, "volume": name}],
        "tables": [{"id": "t", "caption": name, "rows": [[name]]}],
    }


@pytest.mark.parametrize("fill", [in_prose, in_fields], ids=["prose", "fields"])
@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_no_text_takes_more_than_its_length(fill: object, piece: str) -> None:
    assert callable(fill)
    work(fill("a word. "))  # what is read once
    # The least of some runs: another process may have taken the machine's caches meanwhile.
    short = min(work(fill((piece * SHORT)[:SHORT])) for _ in range(3))
    assert any(work(fill((piece * LONG)[:LONG])) < MOST * short for _ in range(3))


@pytest.mark.parametrize("marks", ["-", "'", "-'", "- "])
def test_marks_in_a_name_are_not_tried_in_all_ways(marks: str) -> None:
    def looking(times: int) -> float:
        pattern = re.compile(spaced(f"Ana{marks * times}x"))
        text = f"Ana{'- ' * times}y {' ' * times}" * 9
        start = time.process_time()
        for _ in range(20):
            assert not pattern.search(text)
        return time.process_time() - start

    # All the ways are four times as many for each mark more.
    assert looking(16) < 100 * looking(8)


def test_many_given_names_are_not_tried_in_all_ways() -> None:
    def looking(names: int) -> float:
        author = Author("a", "A " * names + "Silva-Moor", "A " * names, "Silva-Moor")
        patterns = [re.compile(pattern) for _, pattern in Person(author, "en").patterns()]
        text = "A. " * names + "B"
        start = time.process_time()
        for pattern in patterns:
            assert not pattern.search(text)
        return time.process_time() - start

    looking(4)
    # All the ways are twice as many for each name more.
    assert looking(14) < 30 * looking(7)


@pytest.mark.parametrize("piece", [",", ";", " ", "1-", "{", "--", " and "])
def test_fields_of_a_bibliography(piece: str) -> None:
    def reading(length: int) -> float:
        text = (piece * length)[:length]
        fields = ", ".join(f"{key}={{{text}}}" for key in ("title", "author", "url", "doi", "pages"))
        start = time.process_time()
        reader_of("a.bib")(f"@article{{k, {fields}}}")  # type: ignore[misc]
        return time.process_time() - start

    reading(100)
    assert reading(LONG) < MOST * reading(SHORT)


def work(given: dict[str, object]) -> float:
    data = data_of(given)
    start = time.process_time()
    read = load(Path("nowhere/case.yaml"), data=data)
    check(read)
    assert read.case is not None, read.problems
    return time.process_time() - start


def loaded(given: dict[str, object]) -> Loaded:
    return load(Path("nowhere/case.yaml"), data=data_of(given))


def data_of(given: dict[str, object]) -> bytes:
    return typed(given).encode()


@pytest.mark.parametrize("silenced", ["entries", "comments"])
def test_silencing_is_not_tried_on_all_findings(silenced: str) -> None:
    """Of both there may be thousands."""
    comment = "<!-- casegen: ignore-next TXT003 known -->"
    entries = silenced == "entries"

    def silencing(times: int) -> float:
        before, slips, found_again = ("", 10, 4 * times) if entries else (comment, times, 1)
        text = f"{before or '-' * len(comment)} A fracture ,and more.\n\n" * slips
        given: dict[str, object] = {
            "introduction": text,
            "lint": {"ignore": ["TXT009"] * times if entries else []},
        }
        found = check(loaded({"introduction": text.replace(":", "-")}), select=["TXT003"]).problems
        case = loaded(given)
        start = time.process_time()
        left, _ = suppress(found * found_again, case, (), {"TXT003", "TXT009"})
        took = time.process_time() - start
        assert sum(problem.code == "TXT003" for problem in left) == (10 * found_again if entries else 0)
        return took

    silencing(10)
    short, long = (silencing(times) for times in (400, 1600))
    assert long < MOST * short
