"""Read what was exported with programs that others wrote, and print what they found, as JSON.

    exports_judge.py FILE.bib FILE.ris

pybtex is asked to be strict: whatever it would warn of is an error.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pybtex.database  # type: ignore[import-not-found]
import pybtex.errors  # type: ignore[import-not-found]
import rispy  # type: ignore[import-not-found]


def main() -> None:
    """Print the keys, titles and names that each program reads."""
    bib, ris = (Path(argument).read_text(encoding="utf-8") for argument in sys.argv[1:])
    pybtex.errors.set_strict_mode(True)
    entries = pybtex.database.parse_string(bib, "bibtex").entries
    records = rispy.loads(ris)
    found = {
        "bib": [
            {"id": key, "names": {role: len(people) for role, people in entry.persons.items()}}
            for key, entry in entries.items()
        ],
        "ris": [
            {
                "id": record["id"],
                "title": record.get("title", ""),
                "authors": len(record.get("authors", ())),
                "unknown": sorted(record.get("unknown_tag", {})),
            }
            for record in records
        ],
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
