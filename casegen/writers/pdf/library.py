"""WeasyPrint, imported with no other program's help."""

from __future__ import annotations

import ctypes.util
import sys
from types import ModuleType

__all__ = ["weasyprint"]


def weasyprint() -> ModuleType:
    """The PDF engine. OSError where a library that it needs is not installed.

    It asks for each library under the names of every system. For a name that Linux does not know, ctypes
    starts whatever compiler and linker are on the path: 0.2 seconds for nothing.
    """
    search = ctypes.util.find_library
    try:
        if sys.platform == "linux":  # which finds them by the names that it knows
            ctypes.util.find_library = lambda name: None  # noqa: ARG005
        import weasyprint as module
    finally:
        ctypes.util.find_library = search
    found: ModuleType = module
    return found
