"""National numbers whose last characters are computed from the others, and numbers of a known form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from casegen.rules.patterns import Pattern

__all__ = ["CHECKS"]

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_SSN = Pattern(r"(?!000|666|9)\d{3}[- ]?(?!00)\d{2}[- ]?(?!0000)\d{4}")
_DNI = Pattern(r"(?P<first>[XYZ]|\d)(?P<rest>\d{7})(?P<letter>[A-Z])")


def _ssn(typed: str) -> bool:
    """The United States' social security number: no check digit, but ranges that are never given."""
    return bool(_SSN.compiled.fullmatch(typed))


def _nhs(typed: str) -> bool:
    """The British NHS number: ten digits, the last by weights 10 to 2, modulo 11."""
    digits = _digits(typed)
    if len(digits) != 10:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9]


def _dni(typed: str) -> bool:
    """The Spanish DNI and NIE: the letter is that of the number modulo 23."""
    match = _DNI.compiled.fullmatch(re.sub(r"[ .-]", "", typed.upper()))
    if match is None:
        return False
    first = {"X": "0", "Y": "1", "Z": "2"}.get(match["first"], match["first"])
    return _DNI_LETTERS[int(first + match["rest"]) % 23] == match["letter"]


def _cpf(typed: str) -> bool:
    """The Brazilian CPF: eleven digits, the last two each by weights modulo 11."""
    digits = _digits(typed)
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    return all(_cpf_digit(digits[:length]) == digits[length] for length in (9, 10))


def _cpf_digit(digits: list[int]) -> int:
    total = sum(digit * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
    return total * 10 % 11 % 10


def _imei(typed: str) -> bool:
    """The number of a mobile telephone: fifteen digits, the last by Luhn's sum."""
    digits = _digits(typed)
    doubled = (digit * 2 for digit in digits[-2::-2])
    return len(digits) == 15 and (sum(digits[::-2]) + sum(d // 10 + d % 10 for d in doubled)) % 10 == 0


def _digits(typed: str) -> list[int]:
    return [int(character) for character in typed if character.isdecimal()]


# By the kind that `identifier_labels.txt` names: whether what was typed can be such a number.
CHECKS: Mapping[str, Callable[[str], bool]] = {
    "ssn": _ssn,
    "nhs": _nhs,
    "dni": _dni,
    "cpf": _cpf,
    "imei": _imei,
}
