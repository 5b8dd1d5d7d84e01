"""A theme's templates, run in a sandbox over one Document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from casegen.caches import recall, remember
from casegen.document import Block, Document, Inline, plain
from casegen.files import Refused, read_limited
from casegen.limits import size
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.writers.html.fonts import embed_fonts
from casegen.writers.html.metadata import head
from casegen.writers.html.nodes import Media, NodeRenderer
from casegen.writers.html.titles import balanced_width
from casegen.writers.html.urls import safe_href

__all__ = ["Target", "render", "stylesheet"]

Target = Literal["screen", "print"]

_TEMPLATE = "article.html.j2"
# What the templates of one rendering draw their nodes with; a template cannot reach the name.
_RENDERER = "node renderer"


def render(document: Document, theme: Theme, target: Target, media: Media) -> str:
    """The HTML of *document*: the web page, or the source the PDF is laid out from.

    Order and content do not differ between the two. CasegenError: a template is broken.
    """
    printed = target == "print"
    peeks = {} if printed else {entry.id: plain(entry.children) for entry in document.references}
    numbered = any(entry.label for entry in document.references)
    nodes = NodeRenderer(media, document.words, peeks, numbered=numbered, printed=printed)
    return _run(
        theme,
        _TEMPLATE,
        {
            "doc": document,
            "options": theme.options,
            "target": target,
            "head": head(document, printed=printed),
            "word": nodes.word,
            "stylesheet": lambda name: _style(stylesheet(theme, name)),
            _RENDERER: nodes,
        },
    )


def stylesheet(theme: Theme, name: str) -> str:
    """The style sheet *name* of *theme*, with the theme's options filled in.

    CasegenError: it is broken, or nowhere along the theme's chain.
    """
    return _run(theme, name, {"options": theme.options})


def _run(theme: Theme, name: str, context: Mapping[str, object]) -> str:
    try:
        return _environment(theme.chain).get_template(name).render(context)
    except TemplateNotFound as error:
        raise CasegenError(
            f"theme {theme.name!r} has no file {error.name!r}, nor has any theme above it"
        ) from None
    except RecursionError:
        raise CasegenError(
            f"theme {theme.name!r}: {name}: its templates include each other without end"
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        line = getattr(error, "lineno", None)
        place = f", line {line}" if line else ""
        raise CasegenError(f"theme {theme.name!r}: {name}{place}: {error}") from None


def _style(css: str) -> Markup:
    """*css* as the content of a ``<style>`` element, its faces inside."""
    # An option cannot hold "<"; a theme's own style sheet might, and must not end the element.
    return Markup(embed_fonts(css).replace("</", "<\\/"))  # noqa: S704


class _ChainLoader(BaseLoader):
    """Finds ``name`` along a theme's chain of folders, and ``theme/name`` in that one's folder."""

    def __init__(self, chain: tuple[Path, ...]) -> None:
        self._chain = chain

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 -- the loader protocol
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        path, source = self._read(template)

        def stands() -> bool:
            # The file may have changed, or one nearer along the chain have come.
            try:
                return self._read(template) == (path, source)
            except (TemplateNotFound, CasegenError):
                return False

        return source, str(path), stands

    def _read(self, template: str) -> tuple[Path, str]:
        path = self._path(template)
        try:
            text = read_limited(path, size("theme_file")).decode("utf-8")
            return path, text.replace("\r\n", "\n")
        except (Refused, UnicodeDecodeError) as error:
            raise CasegenError(f"{path} cannot be read: {error}") from None

    def _path(self, template: str) -> Path:
        theme, slash, name = template.rpartition("/")
        if Path(name).name == name:
            for folder in self._chain:
                if (not slash or folder.name == theme) and (folder / name).is_file():
                    return folder / name
        raise TemplateNotFound(template)


class _Compiled(BytecodeCache):
    """Compiled templates, kept between runs: compiling them takes longer than running them."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            bucket.bytecode_from_string(recall("templates", _kept_as(bucket)) or b"")
        except Exception:  # noqa: BLE001 -- a damaged file is none, however it reads
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        remember("templates", _kept_as(bucket), bucket.bytecode_to_string())


def _kept_as(bucket: Bucket) -> str:
    # The checksum is of the source: templates of one name do not push each other out.
    return f"{bucket.key}-{bucket.checksum}"


@cache
def _environment(chain: tuple[Path, ...]) -> Environment:
    """The sandbox for one theme, kept with its compiled templates."""
    environment = ImmutableSandboxedEnvironment(
        loader=_ChainLoader(chain),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        inline=_inline, blocks=_blocks, item=_item, balanced=balanced_width, text=_plain, href=safe_href
    )
    return environment


def _plain(nodes: tuple[Inline, ...]) -> str:
    return plain(nodes, cited=False)


@pass_context
def _inline(context: Context, nodes: Iterable[Inline]) -> Markup:
    return _renderer(context).inline(nodes)


@pass_context
def _blocks(context: Context, nodes: Iterable[Block]) -> Markup:
    return _renderer(context).blocks(nodes)


@pass_context
def _item(context: Context, nodes: Iterable[Block]) -> Markup:
    return _renderer(context).item(nodes)


def _renderer(context: Context) -> NodeRenderer:
    renderer = context[_RENDERER]
    assert isinstance(renderer, NodeRenderer)  # noqa: S101 -- render() put it there
    return renderer
