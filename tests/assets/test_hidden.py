"""What may be hidden in the parts that hold the pixels: none of it is kept, and no pixel is touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import PIL.Image
import pytest

from casegen.assets.metadata import find_metadata, strip_metadata
from casegen.build.leaks.search import Search
from casegen.files import Refused
from casegen.load.private import Kept
from casegen.rules.privacy.secrets import Secrets
from tests.assets.hidden import SECRET, shown
from tests.assets.test_hidden_in_png import PNGS
from tests.assets.test_metadata import PROFILE, picture, saved, seen

NOISE = picture("RGBA")


# --- JPEG -------------------------------------------------------------------------------------------------


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def first(*segments: bytes) -> bytes:
    data = jpeg()
    return data[:2] + b"".join(segments) + data[2:]


@cache
def jpeg(*, progressive: bool = False) -> bytes:
    return saved(picture(), "JPEG", progressive=progressive)


def at_marker(marker: int, made: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A JPEG whose first segment of *marker* has the body *made* of its own."""
    data = data or jpeg()
    at = data.index(bytes((0xFF, marker)))
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data[:at] + segment(marker, made(data[at + 4 : end])) + data[end:]


def before(mark: bytes, extra: bytes, data: bytes) -> bytes:
    at = data.rindex(mark)
    return data[:at] + extra + data[at:]


ICC = b"ICC_PROFILE\0\1\1"
QUANTA = (SECRET * 6)[:64]
JPEGS: dict[str, bytes] = {
    "Adobe's mark": first(segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + SECRET)),
    "Adobe's mark, short": first(segment(0xEE, b"Adobe"), segment(0xEE, SECRET)),
    "Adobe's mark again": first(
        segment(0xEE, b"Adobe" + SECRET[:7]), segment(0xEE, b"Adobe" + SECRET), segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
    ),
    "a height": before(b"\xff\xda", segment(0xDC, SECRET), jpeg()),
    "what is no profile": first(segment(0xE2, ICC + SECRET)),
    "behind a profile": first(segment(0xE2, ICC + PROFILE + SECRET)),
    "a part that a profile does not have": first(
        segment(0xE2, b"ICC_PROFILE\0\1\1" + PROFILE), segment(0xE2, b"ICC_PROFILE\0\2\1" + SECRET)
    ),
    "behind the quanta": at_marker(0xDB, lambda b: b + SECRET),
    "quanta that nothing asks for": first(segment(0xDB, b"\3" + QUANTA)),
    "quanta before others": first(segment(0xDB, b"\0" + QUANTA)),
    "behind the codes": at_marker(0xC4, lambda b: b + SECRET),
    "codes that nothing asks for": first(segment(0xC4, b"\3" + bytes(15) + bytes((len(SECRET),)) + SECRET)),
    "restarts": first(segment(0xDD, b"\0\0" + SECRET)),
    "behind the frame's header": at_marker(0xC0, lambda b: b + SECRET),
    "behind the scan's header": at_marker(0xDA, lambda b: b + SECRET),
    "a marker for extensions": first(segment(0xF3, SECRET), segment(0xDF, SECRET)),
    "a comment behind the scan": before(b"\xff\xd9", segment(0xFE, SECRET), jpeg()),
    "a comment between scans": before(b"\xff\xda", segment(0xFE, SECRET), jpeg(progressive=True)),
    "a table behind the scan": before(b"\xff\xd9", segment(0xDB, b"\0" + QUANTA), jpeg()),
    "a small preview": at_marker(0xE0, lambda b: b + SECRET),
    "behind the end": jpeg() + SECRET,
}  # fmt: skip


@pytest.mark.parametrize("what", JPEGS)
def test_jpeg(what: str) -> None:
    data = JPEGS[what]
    hidden = SECRET.strip()[:5]
    assert hidden in data
    stripped = strip_metadata(data)
    assert hidden not in stripped
    assert seen(stripped) == shown(data, jpeg())
    assert strip_metadata(stripped) == stripped
    assert find_metadata(stripped) == ()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_with_nothing_hidden_is_the_same(mode: str, progressive: bool) -> None:
    data = saved(
        picture(mode), "JPEG", progressive=progressive, icc_profile=PROFILE + bytes(0), optimize=True
    )
    assert strip_metadata(data) == data


def test_a_profile_in_parts_stays() -> None:
    long = (140_000).to_bytes(4, "big") + PROFILE[4:] + bytes(range(256)) * 600
    data = saved(picture(), "JPEG", icc_profile=long)
    with PIL.Image.open(BytesIO(strip_metadata(data))) as image:
        assert image.info["icc_profile"] == long[:140_000]


def test_a_scan_that_was_there_already_goes() -> None:
    plain = jpeg()
    scan = plain[plain.index(b"\xff\xda") : -2]
    again = scan + SECRET
    assert strip_metadata(before(b"\xff\xd9", again, plain)) == plain


@pytest.mark.parametrize("made", [lambda b: b[:1] + b"\0\0" + b[3:], lambda b: b[:6]])
def test_a_frame_without_a_height_is_damage(made: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Refused, match="it is damaged"):
        strip_metadata(at_marker(0xC0, made))


# --- WebP and GIF -----------------------------------------------------------------------------------------


def riff(*parts: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + len(data).to_bytes(4, "little") + data + b"!" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def riff_parts(data: bytes, at: int = 12) -> list[tuple[bytes, bytes]]:
    parts = []
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        parts.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return parts


@cache
def webp(**options: object) -> list[tuple[bytes, bytes]]:
    return riff_parts(saved(NOISE, "WEBP", lossless=True, **options))


def moving() -> list[tuple[bytes, bytes]]:
    return riff_parts(saved(picture(), "WEBP", save_all=True, append_images=[picture()], lossless=True))


def put(parts: list[tuple[bytes, bytes]], name: bytes, made: Callable[[bytes], bytes]) -> bytes:
    return riff(*((n, made(b) if n == name else b) for n, b in parts))


LOOPS = b"\x21\xff\x0bNETSCAPE2.0"
GIF = saved(picture("P"), "GIF")
MOVING = saved(picture("P"), "GIF", save_all=True, append_images=[picture("P")], loop=3)
LENGTH = bytes((len(SECRET),))
OTHERS: dict[str, bytes] = {
    "webp: behind its header": put(webp(icc_profile=PROFILE), b"VP8X", lambda b: b + SECRET),
    "webp: what is no profile": put(webp(icc_profile=PROFILE), b"ICCP", lambda _: SECRET),
    "webp: behind a profile": put(webp(icc_profile=PROFILE), b"ICCP", lambda b: b + SECRET),
    "webp: a chunk nobody knows": riff(*webp(), (b"ABCD", SECRET)),
    "webp: pixels again": riff(*webp(), (b"VP8L", SECRET)),
    "webp: frames of what does not move": riff(*webp(icc_profile=PROFILE), (b"ANMF", SECRET), (b"ANIM", SECRET)),
    "webp: behind the animation's header": put(moving(), b"ANIM", lambda b: b + SECRET),
    "webp: a chunk of a frame": put(moving(), b"ANMF", lambda b: b + b"ABCD\x0e\0\0\0" + SECRET),
    "gif: another program's": GIF[:-1] + b"\x21\xff\x0bJOANAPRATES" + LENGTH + SECRET + b"\0;",
    "gif: a text nobody shows": GIF[:-1] + b"\x21\x01\x0c" + bytes(12) + LENGTH + SECRET + b"\0;",
    "gif: an extension nobody knows": GIF[:-1] + b"\x21\x77" + LENGTH + SECRET + b"\0;",
    "gif: controls of no image": GIF[:-1] + b"".join(
        b"\x21\xf9\x04" + SECRET[at : at + 4] + b"\0" for at in (1, 5, 9)
    ) + b";",
    "gif: a long control": GIF[:-1] + b"\x21\xf9\x04" + bytes(4) + LENGTH + SECRET + b"\0;",
    "gif: more than the loops": MOVING.replace(LOOPS + b"\3\1\3\0\0", LOOPS + b"\3\1\3\0" + LENGTH + SECRET + b"\0"),
    "gif: loops again": MOVING[:-1] + LOOPS + b"\3\1\0\0" + LENGTH + SECRET + b"\0;",
    "gif: what is no profile": GIF[:-1] + b"\x21\xff\x0bICCRGBG1012" + LENGTH + SECRET + b"\0;",
    "gif: behind the end": GIF + SECRET,
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_webp_and_gif(what: str) -> None:
    data = OTHERS[what]
    pattern = re.compile(rb"Joan|JOAN")
    assert pattern.search(data)
    stripped = strip_metadata(data)
    assert not pattern.search(stripped)
    assert seen(stripped) == shown(data, riff(*webp()))
    assert strip_metadata(stripped) == stripped
    assert find_metadata(stripped) == ()


def test_a_gif_keeps_its_profile() -> None:
    profile = b"\x21\xff\x0bICCRGBG1012" + bytes((132,)) + PROFILE[:132] + b"\0"
    data = GIF[:-1] + profile + b";"
    assert strip_metadata(data) == data


def test_a_padding_byte_is_nought() -> None:
    parts = [(name, body) for name, body in webp() if name == b"VP8L"]
    stripped = strip_metadata(riff(*parts, (b"ABC ", b"!")))
    assert stripped == strip_metadata(stripped)
    assert not stripped.endswith(b"!")


# --- the search for what the private file keeps -----------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        *(PNGS[what] for what in PNGS if what.startswith(("behind the", "a chunk behind", "a second", "interlaced"))
          and not what.endswith("frame")),
        *(JPEGS[what] for what in ("a height", "a comment between scans", "a comment behind the scan")),
        before(b"\xff\xd9", SECRET, jpeg()),
        riff(*((name, body + SECRET if name == b"VP8L" else body) for name, body in webp())),
    ],
)  # fmt: skip
def test_it_is_found_among_the_pixels(data: bytes) -> None:
    search = Search(Secrets([Kept("patient.name", SECRET.decode().strip())]))
    assert list(search.leaks("a.x", data))
