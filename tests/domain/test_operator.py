"""How a value is held against a threshold, and the signs by which people write it."""

from decimal import Decimal

import pytest

from ntmtrack.domain.operator import Operator


@pytest.mark.parametrize(
    ("sign", "below", "level", "above"),
    [
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
        ("=", False, True, False),
    ],
)
def test_a_value_reaches_its_threshold_by_the_sign(
    sign: str, below: bool, level: bool, above: bool
) -> None:
    held = [Operator(sign).holds(Decimal(value), Decimal(85)) for value in ("84.9", "85.0", "85.1")]
    assert held == [below, level, above]


@pytest.mark.parametrize("each", Operator)
def test_what_people_read_is_read_back(each: Operator) -> None:
    assert Operator.from_sign(each.sign) is Operator.from_sign(each.value) is each


def test_another_sign_is_none() -> None:
    with pytest.raises(ValueError, match="!="):
        Operator.from_sign("!=")
