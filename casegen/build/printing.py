"""What the second process of `casegen.build.press` does: it writes the documents that it is sent.

No other process imports this module, for that starts the PDF engine: while the first case is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from casegen.build.press import Print, make, out_of_memory
from casegen.files import forget_case, reason
from casegen.limits import applied, size
from casegen.problem import CaseError, CasegenError
from casegen.processes import memory_limited
from casegen.writers.pdf.library import weasyprint

if TYPE_CHECKING:
    from casegen.document import Document
    from casegen.themes import Theme

__all__ = ["prints"]

_Task = tuple["Document", Sequence[str], "Theme", Mapping[str, int]]


with suppress(Exception):  # a missing library is told by the writer that needs it
    weasyprint()


def prints(task: _Task) -> list[Print]:
    """A document in the formats that are asked for, under the limits that come with it.

    CasegenError where a format cannot be written.
    """
    forget_case()  # that was before it
    document, formats, theme, limits = task
    names = " and ".join(formats)
    try:
        with applied(limits), memory_limited(size("build_memory")):
            return make(document, formats, theme)
    except MemoryError:
        raise CaseError(f"{names}: {out_of_memory(limits)}") from None
    except OSError as error:  # such as a full disk, under the engine's own files
        raise CasegenError(f"cannot make {names}: {reason(error)}") from None
