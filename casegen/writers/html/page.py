"""A theme's templates, run in a sandbox over one Document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from casegen.document import Document, plain
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.writers.html.fonts import embed_fonts
from casegen.writers.html.metadata import metadata
from casegen.writers.html.nodes import Media, NodeRenderer
from casegen.writers.html.urls import safe_href

__all__ = ["Target", "render", "stylesheet"]

Target = Literal["screen", "print"]

_TEMPLATE = "article.html.j2"


class _ThemeLoader(BaseLoader):
    """Finds ``name`` along the theme's chain, and ``theme/name`` in that theme of the chain alone."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 -- the loader protocol
        template: str,
    ) -> tuple[str, str, None]:
        path = self._path(template)
        try:
            return path.read_text(encoding="utf-8"), str(path), None
        except (OSError, UnicodeDecodeError) as error:
            raise CasegenError(f"{path} cannot be read: {error}") from None

    def _path(self, template: str) -> Path:
        theme, slash, name = template.partition("/")
        if not slash:
            return self._theme.find(template)
        for folder in self._theme.chain:
            if folder.name == theme and "/" not in name and (folder / name).is_file():
                return folder / name
        raise TemplateNotFound(template)


def render(document: Document, theme: Theme, target: Target, media: Media) -> str:
    """The HTML of *document*: the web page, or the source the PDF is laid out from.

    Order and content do not differ between the two. CasegenError: a template is broken.
    """
    peeks = {entry.id: plain(entry.children) for entry in document.references}
    nodes = NodeRenderer(media, document.words, peeks if target == "screen" else {}, flat=target == "print")
    environment = _environment(theme)
    environment.filters.update(
        inline=nodes.inline, blocks=nodes.blocks, item=nodes.item, text=plain, href=safe_href
    )
    functions: Mapping[str, object] = {
        "doc": document,
        "options": theme.options,
        "target": target,
        "metadata": metadata(document),
        "word": nodes.word,
        "stylesheet": lambda name: _style(stylesheet(theme, name)),
    }
    return _run(environment, theme, _TEMPLATE, functions)


def stylesheet(theme: Theme, name: str) -> str:
    """The style sheet *name* of *theme*, with the theme's options filled in.

    CasegenError: it is broken, or nowhere along the theme's chain.
    """
    return _run(_environment(theme), theme, name, {"options": theme.options})


def _style(css: str) -> Markup:
    """*css* as the content of a ``<style>`` element, its faces inside."""
    # An option cannot hold "<"; a theme's own style sheet might, and must not end the element.
    return Markup(embed_fonts(css).replace("</", "<\\/"))  # noqa: S704


def _environment(theme: Theme) -> Environment:
    return ImmutableSandboxedEnvironment(
        loader=_ThemeLoader(theme),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _run(
    environment: Environment, theme: Theme, name: str, context: Mapping[str, object]
) -> str:
    try:
        return environment.get_template(name).render(context)
    except TemplateNotFound as error:
        raise CasegenError(f"theme {theme.name!r}: there is no template {error.name!r}") from None
    except (TemplateError, SecurityError, TypeError, ArithmeticError, LookupError) as error:
        line = getattr(error, "lineno", None)
        place = f" (line {line})" if line else ""
        raise CasegenError(f"theme {theme.name!r}: {name}{place}: {error}") from None
