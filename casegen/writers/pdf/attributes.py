"""Features of fonts, such as tabular figures, given back when the text that has them is.

The engine makes an attribute and a list of them for each text that it measures, and frees neither: some 300
bytes each, a megabyte of an article with tables, so that a process which writes many takes more and more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["free_attributes"]

# The only version that is known to keep them: to give back what another has given back would end the process.
_KEEPS = "70.0"


@cache
def free_attributes() -> None:
    """Let the engine, which must have been imported, free what it makes for the features of fonts."""
    import weasyprint

    if weasyprint.__version__ != _KEEPS:
        return
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout

    configure, set_up = FontConfiguration.__init__, Layout.setup

    def __init__(self: Any) -> None:  # noqa: N807 -- it stands for that one
        configure(self)
        self.font_features = _Unshared()

    def setup(self: Any, style: Any) -> None:
        set_up(self, style)
        if not isinstance(style.font_config.font_features, _Unshared):
            return  # of one that was made before, whose texts share their attributes
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes != ffi.NULL:
            # The layout has taken a reference of its own; this is that of who made the list.
            pango.pango_attr_list_unref(attributes)

    FontConfiguration.__init__, Layout.setup = __init__, setup


class _Unshared(dict[bytes, Any]):
    """In place of the attributes that the engine keeps: a list frees those in it, so each has its own."""

    def setdefault(self, key: bytes, default: Any = None) -> Any:  # noqa: ARG002 -- as that of a dict
        return default
