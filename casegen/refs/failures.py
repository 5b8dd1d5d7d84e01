"""Why a reference was not looked up."""

__all__ = ["LookupFailure", "NotFound", "NotKept", "Unreachable", "Unreadable"]


class LookupFailure(Exception):
    """What was asked for cannot be had; the text says why, in one line."""


class NotFound(LookupFailure):
    """Those who should know it do not: the identifier is wrong."""


class Unreachable(LookupFailure):
    """Nobody answered who could know."""


class Unreadable(Unreachable):
    """There was an answer, but not one that casegen can read."""


class NotKept(Unreachable):
    """It was not looked up before, and now nobody may be asked."""
