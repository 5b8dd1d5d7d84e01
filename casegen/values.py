"""Immutable values with named fields.

As a frozen dataclass, but for how a class is made: `dataclasses` writes and compiles seven methods for each,
which took a tenth of the time of a whole check; here they are written once.
"""

from __future__ import annotations

import inspect
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

__all__ = ["Value"]


@dataclass_transform(frozen_default=True)
class Value:
    """A value: its annotated attributes are its fields, in order, those of its bases first.

    With ``kw_only`` in the class's head, its own fields must be named when a value is made.
    """

    __match_args__ = ()
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        own = tuple(inspect.get_annotations(cls))
        cls.field_names = (*cls.field_names, *own)
        if not kw_only:
            cls.__match_args__ = (*cls.__match_args__, *own)  # type: ignore[assignment, misc]

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self.__dict__
        if not named and len(values) == len(self.field_names) == len(self.__match_args__):
            fields.update(zip(self.field_names, values, strict=True))
            return
        fields.update(zip(self.__match_args__, values, strict=False))
        given = len(fields) + len(named)
        fields.update(named)
        if len(fields) != given or len(values) > len(self.__match_args__):
            raise TypeError(f"{type(self).__name__} takes each of its fields once")
        for name in self.field_names:
            if name not in fields:
                fields[name] = self._default(name)
        if len(fields) != len(self.field_names):
            unknown = ", ".join(fields.keys() - set(self.field_names))
            raise TypeError(f"{type(self).__name__} has no field {unknown}")

    def _default(self, name: str) -> Any:
        try:
            return getattr(type(self), name)
        except AttributeError:
            raise TypeError(f"{type(self).__name__} needs {name!r}") from None

    def replace(self, **changes: Any) -> Self:
        """The same value with other content in some fields."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self.field_names)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.field_names)
        return f"{type(self).__qualname__}({fields})"
