"""The tables of a JPEG by which its pixels are decoded: those that a scan uses are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["FRAMES", "SCAN", "TABLES", "kept_tables"]

_DHT, _DAC, SCAN, _DQT, _DRI = 0xC4, 0xCC, 0xDA, 0xDB, 0xDD
# Segments with tables: codes, conditions of arithmetic codes, quantization, and how often a scan restarts.
TABLES = frozenset((_DHT, _DAC, _DQT, _DRI))
# Where a frame begins: C0 to CF but for DHT, JPG and DAC (ITU-T T.81, table B.1).
FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, 0xC8, _DAC}
_Key = tuple[int, int]


def kept_tables(segments: Sequence[tuple[int, bytes]]) -> dict[int, bytes]:
    """What is kept of each segment of *segments* (marker and body) that holds tables, by its number.

    A table that no scan uses, because there is another of its number or none asks for it, goes; so does what
    stands behind the last table of a segment.
    """
    current: dict[_Key, tuple[int, int]] = {}
    used: set[tuple[int, int]] = set()
    quantized: dict[int, int] = {}
    for number, (marker, body) in enumerate(segments):
        if marker in TABLES:
            for at, key, _ in _tables(marker, body):
                current[key] = (number, at)
        elif marker in FRAMES and not quantized:
            quantized = {body[at]: body[at + 2] for at in range(6, len(body) - 2, 3)}
        elif marker == SCAN:
            for key in _asked(body, quantized):
                if key in current:
                    used.add(current[key])
    return {
        number: b"".join(body[at:end] for at, _, end in _tables(marker, body) if (number, at) in used)
        for number, (marker, body) in enumerate(segments)
        if marker in TABLES
    }


def _tables(marker: int, body: bytes) -> Iterator[tuple[int, _Key, int]]:
    """Where each table in *body* begins, by what a scan asks for it, and where it ends."""
    at = 0
    while at < len(body):
        table, end = body[at], at + 2
        if marker == _DQT:
            table, end = body[at] & 15, at + (129 if body[at] >> 4 else 65)
        elif marker == _DHT:
            end = at + 17 + sum(body[at + 1 : at + 17])
        elif marker == _DRI:
            table = 0
        if end > len(body):
            return
        yield at, (marker, table), end
        at = end if marker != _DRI else len(body)


def _asked(body: bytes, quantized: dict[int, int]) -> Iterator[_Key]:
    """The tables that a scan with the header *body* asks for."""
    yield _DRI, 0
    for at in range(1, min(1 + 2 * body[0], len(body) - 1) if body else 0, 2):
        component, coding = body[at], body[at + 1]
        yield _DQT, quantized.get(component, 0)
        for code in (coding >> 4, 0x10 | coding & 15):
            yield _DHT, code
            yield _DAC, code
