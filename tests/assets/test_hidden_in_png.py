"""What may be hidden in the chunks of a PNG: none of it is kept, and no pixel is touched."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO

import PIL.Image
import pytest

from casegen.assets.metadata import find_metadata, strip_metadata
from casegen.files import Refused
from tests.assets.hidden import SECRET, shown
from tests.assets.test_metadata import PROFILE, picture, saved, seen


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


@cache
def png(mode: str = "L", size: tuple[int, int] = (24, 16)) -> bytes:
    return saved(picture(mode, size), "PNG")


def with_chunks(data: bytes, made: Callable[[bytes, bytes], bytes]) -> bytes:
    """The PNG *data* with each chunk as *made* of its name and body."""
    return data[:8] + b"".join(made(name, body) for name, body in chunks(data))


def before_pixels(*extra: tuple[bytes, bytes]) -> bytes:
    more = b"".join(chunk(*each) for each in extra)
    return with_chunks(png(), lambda n, b: (more if n == b"IDAT" else b"") + chunk(n, b))


def with_pixels(made: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A PNG whose pixels' chunk is *made* of their stream."""
    return with_chunks(data or png(), lambda n, b: made(b) if n == b"IDAT" else chunk(n, b))


def behind_rows(stream: bytes, level: int = 9) -> bytes:
    return chunk(b"IDAT", zlib.compress(zlib.decompress(stream) + SECRET, level))


def in_two(stream: bytes) -> bytes:
    return chunk(b"IDAT", stream[:9]) + chunk(b"IDAT", stream[9:])


def interlaced(depth: int, colour: int, channels: int, width: int, height: int) -> bytes:
    """An interlaced PNG with noise, and with the secret behind its last row."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = b""
    for left, top, across, down in passes:
        columns, lines = len(range(left, width, across)), len(range(top, height, down))
        row = (columns * depth * channels + 7) // 8
        rows += b"".join(
            b"\0" + bytes(37 * (n + 1) % 251 for n in range(row)) for _ in range(lines * bool(columns))
        )
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, colour, 0, 0, 1))
    palette = chunk(b"PLTE", bytes(range(48))) if colour == 3 else b""
    stream = zlib.compress(rows + SECRET)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + chunk(b"IDAT", stream) + chunk(b"IEND", b"")
    )


def frames() -> bytes:
    first, second = picture("L"), picture("L")
    return saved(first, "PNG", save_all=True, append_images=[second], duration=40)


def packed_profile(profile: bytes) -> bytes:
    return b"a\0\0" + zlib.compress(profile)


PNGS: dict[str, bytes] = {
    "behind the stream": with_pixels(lambda s: chunk(b"IDAT", s + SECRET)),
    "a chunk behind the stream": with_pixels(lambda s: chunk(b"IDAT", s) + chunk(b"IDAT", SECRET)),
    "a second run": with_pixels(lambda s: chunk(b"IDAT", s) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", SECRET)),
    "behind the last row": with_pixels(behind_rows),
    "behind the last row, stored": with_pixels(lambda s: behind_rows(s, 0)),
    **{
        f"behind the last row of {mode}": with_pixels(behind_rows, png(mode, (13, 7)))
        for mode in ("1", "P", "LA", "RGB", "RGBA")
    },
    "behind the last row, in two chunks": with_pixels(
        lambda s: in_two(behind_rows(s)[8:-4])
    ),
    "interlaced grey": interlaced(8, 0, 1, 11, 9),
    "interlaced bits": interlaced(1, 0, 1, 3, 5),
    "interlaced colours": interlaced(8, 2, 3, 1, 9),
    "interlaced palette": interlaced(4, 3, 1, 9, 2),
    "behind the last row of a frame": with_chunks(
        frames(),
        lambda n, b: chunk(n, b[:4] + zlib.compress(zlib.decompress(b[4:]) + SECRET)) if n == b"fdAT" else chunk(n, b),
    ),
    "behind the stream of a frame": with_chunks(
        frames(), lambda n, b: chunk(n, b + SECRET if n in (b"fdAT", b"fcTL", b"acTL") else b)
    ),
    "a frame more than there are": with_chunks(
        frames(),
        lambda n, b: (
            chunk(b"fcTL", b"\0\0\0\3" + bytes(22)) + chunk(b"fdAT", b"\0\0\0\4" + SECRET) if n == b"IEND" else b""
        )
        + chunk(n, b),
    ),
    "frames of what does not move": before_pixels((b"fcTL", bytes(26) + SECRET), (b"fdAT", SECRET)),
    "a suggested palette": before_pixels((b"sPLT", SECRET + b"\0\x08" + bytes(6))),
    "a histogram": before_pixels((b"hIST", SECRET)),
    "the name of a profile": before_pixels((b"iCCP", SECRET.strip() + b"\0\0" + zlib.compress(PROFILE))),
    "what is no profile": before_pixels((b"iCCP", packed_profile(SECRET * 20))),
    "behind a profile": before_pixels((b"iCCP", packed_profile(PROFILE + SECRET))),
    "behind the stream of a profile": before_pixels((b"iCCP", packed_profile(PROFILE) + SECRET)),
    "a palette without use": before_pixels((b"PLTE", SECRET[:12])),
    "a critical chunk that nobody knows": before_pixels((b"ABCD", SECRET)),
    "a longer chunk": before_pixels((b"gAMA", b"\0\0\xb1\x8f" + SECRET), (b"bKGD", b"\0\0" + SECRET)),
    "a chunk again": before_pixels((b"cHRM", bytes(32)), (b"cHRM", (SECRET * 3)[:32])),
    "a check value": with_chunks(
        before_pixels((b"gAMA", b"\0\0\xb1\x8f")),
        lambda n, b: chunk(n, b)[:-4] + SECRET[1:5] if n == b"gAMA" else chunk(n, b),
    ),
    "the end": with_chunks(png(), lambda n, b: chunk(n, SECRET if n == b"IEND" else b)),
}  # fmt: skip


def told_by_png(data: bytes) -> bytes:
    """*data* with all that is packed in it unpacked."""
    streams: dict[bytes, bytes] = {b"IDAT": b"", b"fdAT": b"", b"iCCP": b""}
    for name, body in chunks(data):
        if name in streams:
            start = {b"IDAT": 0, b"fdAT": 4, b"iCCP": body.find(b"\0") + 2}[name]
            streams[name] += body[start:]
    found = [data]
    for stream in streams.values():
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(stream))
    return b"".join(found)


@pytest.mark.parametrize("what", PNGS)
def test_png(what: str) -> None:
    data = PNGS[what]
    secret = SECRET.strip() if what != "a check value" else SECRET[1:5]
    assert secret[:11] in told_by_png(data)
    stripped = strip_metadata(data)
    assert secret[:11] not in told_by_png(stripped)
    assert b"Joana" not in told_by_png(stripped)
    assert seen(stripped) == shown(data, png())
    assert strip_metadata(stripped) == stripped
    assert find_metadata(stripped) == ()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_with_nothing_hidden_is_the_same(mode: str) -> None:
    image = picture("I").convert("I;16") if mode == "I;16" else picture(mode, (61, 33))
    data = saved(image, "PNG")
    assert strip_metadata(data) == data


def test_the_profile_is_kept_under_another_name() -> None:
    stripped = strip_metadata(PNGS["the name of a profile"])
    with PIL.Image.open(BytesIO(stripped)) as image:
        assert image.info["icc_profile"] == PROFILE
    assert b"icc\0\0" in stripped


def test_no_more_is_unpacked_than_the_rows_need(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []
    plain = zlib.decompressobj

    class Counting:
        def __init__(self) -> None:
            self._inner = plain()

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

        def decompress(self, data: bytes, most: int) -> bytes:
            made = self._inner.decompress(data, most)
            unpacked.append(len(made))
            return made

    bomb = with_pixels(lambda s: chunk(b"IDAT", zlib.compress(zlib.decompress(s) + bytes(50_000_000))))
    monkeypatch.setattr("casegen.assets.metadata.rows.zlib.decompressobj", Counting)
    stripped = strip_metadata(bomb)
    assert sum(unpacked) < 2000
    assert len(stripped) < 2000


def test_pixels_that_are_missing_are_damage() -> None:
    short = with_pixels(lambda s: chunk(b"IDAT", zlib.compress(zlib.decompress(s)[:-1])))
    with pytest.raises(Refused, match="its pixels cannot be unpacked"):
        strip_metadata(short)
