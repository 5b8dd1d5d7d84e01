"""The page's Content-Security-Policy: what a browser may load and run, should anything have got through.

It is stated in the page, because nobody knows which server will hand it out.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from markupsafe import escape

__all__ = ["with_policy"]

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
# The character set comes first: a browser looks for it in the first 1,024 bytes.
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
# Style sheets are named by their digests. Styles of single elements are widths, and cannot fetch anything
# where nothing may be fetched. Linked data are no script: a browser runs none of their type.
_POLICY = (
    "default-src 'none'; style-src {styles}; style-src-attr 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def with_policy(page: str, own: str = "") -> str:
    """*page*, an HTML document, with its policy in the head. No script runs under it.

    *own* are directives of the theme: the first of two of one name counts, and so they come first. A page
    without a head gets none.
    """
    digests = sorted({_digest(match[1]) for match in _STYLE.finditer(page)})
    policy = _POLICY.format(styles=" ".join(digests) or "'none'")
    if own.strip():
        policy = f"{own.strip().rstrip(';')}; {policy}"
    tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    return _HEAD.sub(lambda head: f"{head[0]}\n{tag}", page, count=1)


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode('ascii')}'"
