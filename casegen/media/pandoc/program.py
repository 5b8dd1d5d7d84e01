"""Running pandoc once: a tree in, the bytes of a document out.

Pandoc runs in its sandbox, where it reads no file, asks no network, and sees neither the user's folders
nor a clock: the same tree gives the same bytes.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence

from casegen.citations.program import WHAT_TO_DO, environment, find_pandoc
from casegen.media.pandoc.tree import API_VERSION, Node
from casegen.media.xml import legal
from casegen.problem import CasegenError
from casegen.processes import apart

__all__ = ["convert"]

# A table of thousands of rows takes some ten seconds.
_LONGEST = 300.0
# How pandoc says that it is older than the types of our tree, and from when on it writes all that is in it.
_TOO_OLD = "Incompatible API versions"
_OLDEST = "3.1"


def convert(
    blocks: Sequence[Node],
    to: str,
    options: Sequence[str] = (),
    metadata: Mapping[str, str | bool] | None = None,
) -> bytes:
    """*blocks* in pandoc's format *to* ("docx", "epub3", "markdown"); text is UTF-8.

    *metadata* holds plain texts. What pandoc warns of is not told: TeX that it cannot read is set as typed.
    CasegenError, in one line: pandoc is missing, too old, refuses, dies or takes too long.
    """
    pandoc = find_pandoc()
    tree = {
        "pandoc-api-version": API_VERSION,
        "meta": {name: _meta(value) for name, value in (metadata or {}).items()},
        "blocks": list(blocks),
    }
    command = [str(pandoc), "--sandbox", "--from=json", f"--to={to}", "--output=-", *options]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(tree).encode("ascii"),
            capture_output=True,
            check=False,
            timeout=_LONGEST,
            env=environment(),
            **apart(),
        )
    except subprocess.TimeoutExpired:
        raise CasegenError(f"pandoc took more than {_LONGEST:.0f} seconds to write {to}") from None
    except OSError as error:
        raise CasegenError(f"{pandoc} does not start: {error.strerror}; {WHAT_TO_DO}") from None
    if done.returncode:
        raise CasegenError(_failure(to, done.returncode, done.stderr.decode("utf-8", "replace")))
    written: bytes = done.stdout
    return written


def _meta(value: str | bool) -> Node:
    return {
        "t": "MetaBool" if isinstance(value, bool) else "MetaString",
        "c": value if isinstance(value, bool) else legal(value),
    }


def _failure(to: str, code: int, told: str) -> str:
    if _TOO_OLD in told or "--sandbox" in told:
        return f"pandoc is too old to write {to}, {_OLDEST} is needed: {WHAT_TO_DO}"
    lines = [line.strip() for line in told.splitlines() if line.strip() and not line.startswith("[")]
    ended = f"it ended with {code}" if code > 0 else f"it was ended by signal {-code}"
    return f"pandoc could not write {to}: {lines[0][:300] if lines else ended}"
