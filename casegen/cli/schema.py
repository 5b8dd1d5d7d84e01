"""``casegen schema``."""

from __future__ import annotations

import json

from casegen.cli.console import data
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.schema import case_schema


@make_command("casegen schema > case.schema.json")
def command() -> int:
    """Print the JSON Schema of the case format, which editors use for completion and hover.

    In an editor that knows the YAML language server, put this line at the top of a case, with the
    path of the file you saved the schema in:

        # yaml-language-server: $schema=case.schema.json
    """
    data(json.dumps(case_schema(), indent=2, ensure_ascii=False))
    return CLEAN
