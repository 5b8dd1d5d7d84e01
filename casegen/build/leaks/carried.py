"""What texts carry within them: the parts of a mail, base64, rich text."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

__all__ = ["embedded", "mailed", "of_rich_text", "without_embedded"]

_DATA_URI = re.compile(r"(data:[\w/+.-]*)[^,\"'<>\s]{0,60};base64,([A-Za-z0-9+/=%\s]{8,})")
# Base64 on lines of its own, or long; shorter runs are words and names.
_LONG = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}(?:\r?\n[A-Za-z0-9+/]{40,})*(?:\r?\n[A-Za-z0-9+/]{1,76}(?=[=\s]|$))?={0,2}"
)
_MAIL = re.compile(
    r"^(?:content-transfer-encoding|content-type|mime-version|message-id):", re.IGNORECASE | re.MULTILINE
)
_RICH = "{\\rtf"
_RICH_CODE = re.compile(
    r"\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\u(?P<sign>-?\d{1,6}) ?(?:\?|\\'[0-9a-fA-F]{2})?"
    r"|\\(?P<end>par|pard|line|tab|cell|row|sect|page)(?![a-z])-?\d{0,9} ?"
    r"|\\[a-zA-Z]{1,32}-?\d{0,9} ?|\\\*|[{}\r\n]"
)


def without_embedded(text: str) -> str:
    """*text* without the files in its `data:` addresses."""
    return _DATA_URI.sub(r"\1", text)


def embedded(text: str) -> Iterator[bytes]:
    """What is packed as base64 in *text*: the files in `data:` addresses, and other long runs."""
    for match in _DATA_URI.finditer(text):
        yield _decoded(match[2].replace("%2B", "+").replace("%2F", "/"))
    for match in _LONG.finditer(without_embedded(text)):
        yield _decoded(match.group())


def _decoded(text: str) -> bytes:
    data = re.sub(r"[^A-Za-z0-9+/]", "", text)
    return b64decode(data + "=" * (-len(data) % 4) if len(data) % 4 != 1 else data[:-1])


def mailed(text: str) -> Iterator[str | bytes]:
    """The parts of *text*, if it is a mail or a page saved as one: its heads as text, and what is packed."""
    if not _MAIL.search(text):
        return
    from email import message_from_string
    from email.errors import MessageError
    from email.header import decode_header, make_header

    for part in message_from_string(text).walk():
        for name, head in part.items():
            try:
                told = str(make_header(decode_header(head)))
            except (LookupError, ValueError, MessageError):
                continue
            yield f"{name}: {told}"
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and part.get("content-transfer-encoding"):
            yield body


def of_rich_text(text: str) -> str:
    """The words of *text*, which is RTF, without its code; empty where it is none."""
    return _RICH_CODE.sub(_meant, text) if text.startswith(_RICH) else ""


def _meant(code: re.Match[str]) -> str:
    if code["byte"]:
        return bytes.fromhex(code["byte"]).decode("cp1252", "replace")
    if code["sign"]:
        return chr(int(code["sign"]) & 0xFFFF)
    return "\n" if code["end"] else ""
