"""How a value is held against a threshold."""

import operator
from decimal import Decimal
from enum import StrEnum


class Operator(StrEnum):
    """How a value is held against its threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="

    @property
    def sign(self) -> str:
        """The sign that people read."""
        return {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤"}.get(self, self.value)

    @classmethod
    def from_sign(cls, sign: str) -> "Operator":
        """The operator that a person means, by either way of writing it; ValueError for none."""
        return cls({"≥": ">=", "≤": "<="}.get(sign, sign))

    def holds(self, value: Decimal, threshold: Decimal) -> bool:
        """Whether the value reaches the threshold."""
        return bool(_HOLDS[self](value, threshold))


_HOLDS = {
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
    Operator.MORE_THAN: operator.gt,
    Operator.LESS_THAN: operator.lt,
    Operator.EQUAL: operator.eq,
}
