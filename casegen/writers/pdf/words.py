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
# Letters and digits, of which no line holds as many; and anything else, such as accents on one letter.
_WORD = re.compile(rf"[^\W_{_UNSPACED}]{{200,}}")
_RUN = re.compile(rf"[^\s{_UNSPACED}]{{1000,}}")
_HERE = "\N{ZERO WIDTH SPACE}"


def divide_words(root: Any) -> None:
    """Give each word in *root* that is longer than any line places where a line may end."""
    for element in root.iter():
        if element.text:
            element.text = _divided(element.text)
        if element.tail:
            element.tail = _divided(element.tail)


def _divided(text: str) -> str:
    if len(text) < 200:
        return text
    return _RUN.sub(lambda run: _cut(run[0], 500), _WORD.sub(lambda word: _cut(word[0], 50), text))


def _cut(text: str, length: int) -> str:
    return _HERE.join(text[at : at + length] for at in range(0, len(text), length))
