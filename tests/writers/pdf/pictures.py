"""Pictures of every kind that a case may have, as files."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image

from casegen.document import Asset, Document, Figure, Section
from tests.writers.articles import empty, text

__all__ = ["KINDS", "MEDIA_TYPES", "article_of", "encoded", "gradient", "picture"]

MEDIA_TYPES = {
    "PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "SVG": "image/svg+xml",
}  # fmt: skip
# A name, a mode of the pixels, a format, and how it is written.
KINDS: list[tuple[str, str, str, dict[str, object]]] = [
    ("colours", "RGB", "PNG", {}),
    ("opacity", "RGBA", "PNG", {}),
    ("grey", "L", "PNG", {}),
    ("grey-opacity", "LA", "PNG", {}),
    ("grey-16", "I;16", "PNG", {}),
    ("bilevel", "1", "PNG", {}),
    ("palette", "P", "PNG", {}),
    ("one-clear-colour", "P", "PNG", {"transparency": 3}),
    ("photograph", "RGB", "JPEG", {}),
    ("progressive", "RGB", "JPEG", {"progressive": True}),
    ("grey-photograph", "L", "JPEG", {}),
    ("inks", "CMYK", "JPEG", {}),
    ("animation", "P", "GIF", {"save_all": True, "append_images": [Image.new("P", (48, 32))]}),
    ("web", "RGB", "WEBP", {}),
    ("web-opacity", "RGBA", "WEBP", {"lossless": True}),
]


def gradient(mode: str, size: tuple[int, int] = (48, 32)) -> Image.Image:
    """From black to white downwards, and from a colour to another."""
    grey = Image.linear_gradient("L").resize(size)
    match mode:
        case "L":
            return grey
        case "I;16":
            return grey.convert("I").point(lambda value: value * 257).convert("I;16")
        case "LA" | "RGBA":
            image = gradient(mode[:-1], size)
            image.putalpha(grey)
            return image
    return Image.merge("RGB", (grey, grey.rotate(180), grey.rotate(90))).convert(mode)


def encoded(image: Image.Image, format: str, **how: object) -> bytes:
    file = BytesIO()
    image.save(file, format, **how)
    return file.getvalue()


def picture(name: str, data: bytes, format: str) -> Figure:
    asset = Asset(f"{name}.{format.lower()}", MEDIA_TYPES[format], 48, 32, data=data)
    return Figure(f"fig-{name}", "Figure", asset, f"a picture: {name}", text(name))


def article_of() -> Document:
    """An article with a picture of every kind, and one within a drawing."""
    figures = [picture(name, encoded(gradient(mode), kind, **how), kind) for name, mode, kind, how in KINDS]
    inside = base64.b64encode(encoded(gradient("RGB"), "PNG")).decode()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="32">'
        f'<image width="48" height="32" href="data:image/png;base64,{inside}"/></svg>'
    )
    figures.append(picture("drawing", drawing.encode(), "SVG"))
    return empty(body=(Section("sec-a", text("Pictures"), 2, tuple(figures)),))
