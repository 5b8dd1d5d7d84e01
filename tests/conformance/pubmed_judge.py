"""Make citations for PubMed from JATS files with the program that eLife makes its own with.

pubmed_judge.py OUT FILE.jats.xml ...        writes OUT/FILE.jats.xml for each
"""

from __future__ import annotations

import sys
from pathlib import Path

from elifepubmed import generate  # type: ignore[import-not-found]

# As eLife sets it, but for what is only eLife's.
CONFIGURATION = {
    "pubmed_xml_public_id": "-//NLM//DTD PubMed 3.0//EN",
    "pubmed_xml_system_id": "https://dtd.nlm.nih.gov/ncbi/pubmed/in/PubMed.dtd",
    "batch_file_prefix": "",
    "language": "EN",
    "author_contrib_types": ["author"],
    "history_date_types": ["received", "accepted"],
    "pub_date_types": ["pub", "epub"],
    "publication_types": None,
    "abstract_label_types": None,
    "split_article_categories": False,
}


def main() -> None:
    """Write what it makes."""
    out = Path(sys.argv[1])
    for name in sys.argv[2:]:
        (article,) = generate.build_articles([name])
        made = generate.PubMedXML([article], CONFIGURATION, add_comment=False)
        (out / Path(name).name).write_bytes(made.output_xml())


if __name__ == "__main__":
    main()
