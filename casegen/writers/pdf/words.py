"""Words that are longer than any line.

To divide one, the layout engine looks through all that is left of it, for each of its lines: a word of 20,000
letters took half a minute. So such a word, which may be the sequence of a gene, gets places to divide it.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["divide_words"]

# What is written without spaces can be divided already: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffdc\U00020000-\U0003ffff"
# Where a line may end in an address: mostly, for before a closing bracket, say, it may not.
_ENDS = r"/|\-\u00ad\u200b\u2010-\u2014"
# Spaces that stay as many as were typed.
_SPACES = r"\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LONG = re.compile(
    rf"[^\s{_ENDS}{_UNSPACED}]{{200,}}|[{_ENDS}]{{200,}}|[{_SPACES}]{{200,}}|[^\s{_UNSPACED}]{{600,}}"
)
_SHORTEST = 200
# Of many blanks, which become one, the engine asks of each whether a line ends behind the rest.
_MOST_BLANKS = 1000
_BLANKS = re.compile(rf"[ \t\n\r\f]{{{_MOST_BLANKS},}}|[{_SPACES}]{{{_MOST_BLANKS},}}")
# No more than a narrow column holds.
_PIECE = 20
_HERE = "\N{ZERO WIDTH SPACE}"


def divide_words(root: Any) -> None:
    """Give each word in *root* that is longer than any line places where a line may end."""
    for element in root.iter():
        if element.text:
            element.text = _divided(element.text)
        if element.tail:
            element.tail = _divided(element.tail)


def _divided(text: str) -> str:
    if len(text) < _SHORTEST:
        return text
    return _LONG.sub(_cut, _BLANKS.sub(lambda run: run[0][:_MOST_BLANKS], text))


def _cut(run: re.Match[str]) -> str:
    # Each soft hyphen is tried at each end of a line.
    text = run[0].replace("\u00ad", "")
    return _HERE.join(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
