"""What a rule may ask beside the case: how finished it is, what the profile sets, and what lies beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from casegen.epoch import source_date
from casegen.values import Value

__all__ = ["STAGES", "Context", "Stage", "today"]

Stage = Literal["draft", "submission", "publication"]
STAGES: tuple[Stage, ...] = get_args(Stage)


class Context(Value):
    """What a check is told beside the case.

    *settings* is what the profile sets for the rule that is running, such as ``{"words": 250}``.
    *snapshots* are files of what others know, by kind: ``retractions``, ``works``, ``organizations``; see
    `casegen.toml`. Nothing is ever asked of the network here.
    """

    stage: Stage = "submission"
    settings: Mapping[str, Any] = MappingProxyType({})
    snapshots: Mapping[str, Path] = MappingProxyType({})


def today() -> dt.date:
    """The day of the check; SOURCE_DATE_EPOCH stands in for the clock (reproducible-builds.org)."""
    return (source_date() or dt.datetime.now(dt.UTC)).date()
