"""What every part of the case model shares: strictness, its place in the data, and the text types."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetPydanticSchema, PrivateAttr
from pydantic_core import core_schema

from casegen.prose import Prose
from casegen.source import Pointer


class Part(BaseModel):
    """A mapping in the case. Unknown keys are errors; values never change once loaded."""

    # One validator is built, that of the whole case, when the first case is read.
    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )

    # The key whose value the whole part may be given as: `author: Ana Silva` is {name: Ana Silva}.
    shorthand: ClassVar[str] = ""

    _at: Pointer = PrivateAttr(default_factory=Pointer)

    @property
    def at(self) -> Pointer:
        """Where this part stands in the case's data."""
        # As `self._at`, which pydantic looks up by way of three dictionaries; rules ask ten thousand times.
        private = self.__pydantic_private__
        return private["_at"] if private else Pointer()

    def place(self, at: Pointer) -> None:
        """Tell this part and all inside it where they stand. `load` does it once."""
        self._at = at
        values = self.__dict__
        for name, key in typed_keys(type(self)).items():
            # Most fields of a part are text, or empty.
            if (value := values[name]) and isinstance(value, Part | tuple | dict):
                _place(value, at / key)


@cache
def typed_keys(part: type[Part]) -> Mapping[str, str]:
    """The key that each field of *part* is typed under."""
    return {name: field.alias or name for name, field in part.model_fields.items()}


def _place(value: object, at: Pointer) -> None:
    if isinstance(value, Part):
        value.place(at)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _place(item, at / index)
    elif isinstance(value, dict):
        for key, item in value.items():
            _place(item, at / key)


def _as_text(value: Any) -> Any:
    """A number where text is wanted keeps the characters that were typed ("012", "3.10")."""
    typed = getattr(value, "typed", None)
    if typed is not None:
        return typed
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _null_is_empty(value: Any) -> Any:
    return "" if value is None else _as_text(value)


def _text_schema(*_: Any) -> core_schema.CoreSchema:
    return core_schema.no_info_before_validator_function(_as_text, core_schema.str_schema())


def _prose_schema(convert: Callable[[Any], Any]) -> core_schema.CoreSchema:
    return core_schema.no_info_after_validator_function(
        # YAML's literal blocks end in a line feed, the Markdown dialect's sections do not.
        lambda text: Prose(text.rstrip("\n")),
        core_schema.no_info_before_validator_function(convert, core_schema.str_schema()),
        serialization=core_schema.plain_serializer_function_ser_schema(lambda prose: prose.text),
    )


# The schemas are given ready-made: pydantic would inspect each validator's signature, in every field.

# One line of characters, never markup.
Text = Annotated[str, GetPydanticSchema(_text_schema)]
# Markdown, of one paragraph or many.
Markdown = Annotated[Prose, GetPydanticSchema(lambda *_: _prose_schema(_as_text))]
# Markdown in a table's cell; an empty YAML value is an empty cell.
Cell = Annotated[Prose, GetPydanticSchema(lambda *_: _prose_schema(_null_is_empty))]
# A date as typed; `casegen.model.dates` reads it. An invalid one is a rule's business.
DateText = Text
