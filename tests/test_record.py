"""A record is what a named tuple of the same fields is, to whoever makes it and uses it."""

import copy
import pickle
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.record import Record


class Twin(NamedTuple):
    name: str
    count: int = 3
    words: tuple[str, ...] = ()


class Kept(Record):
    name: str
    count: int = 3
    words: tuple[str, ...] = ()

    @property
    def shouted(self) -> str:
        return self.name.upper()

    @classmethod
    def empty(cls) -> "Kept":
        return cls("")


WAYS = [
    (("a",), {}),
    (("a", 4), {}),
    (("a", 4, ("x",)), {}),
    (("a",), {"words": ("x",)}),
    ((), {"count": 5, "name": "b"}),
    ((), {"words": (), "name": "b", "count": 0}),
]
WRONG = [
    ((), {}),
    ((), {"count": 1}),
    (("a", 1, (), 2), {}),
    (("a",), {"name": "b"}),
    (("a",), {"unknown": 1}),
    (("a", 1, ()), {"words": ()}),
]


@pytest.mark.parametrize(("given_", "named"), WAYS)
def test_it_is_made_as_a_named_tuple_is(given_: tuple, named: dict) -> None:
    twin, kept = Twin(*given_, **named), Kept(*given_, **named)
    assert kept == twin
    assert tuple(kept) == tuple(twin)
    assert hash(kept) == hash(twin)
    assert (kept.name, kept.count, kept.words) == (twin.name, twin.count, twin.words)
    assert kept._asdict() == twin._asdict()
    assert repr(kept) == repr(twin).replace("Twin", "Kept")
    assert Kept._make(twin) == kept
    assert Kept._fields == Twin._fields


@pytest.mark.parametrize(("given_", "named"), WRONG)
def test_it_refuses_what_a_named_tuple_refuses(given_: tuple, named: dict) -> None:
    for kind in (Twin, Kept):
        with pytest.raises(TypeError):
            kind(*given_, **named)


@given(st.text(), st.integers(), st.text(), st.integers())
def test_order_and_replacing(one: str, count: int, other: str, more: int) -> None:
    assert (Kept(one, count) < Kept(other, more)) == (Twin(one, count) < Twin(other, more))
    assert Kept(one, count)._replace(count=more) == Twin(one, count)._replace(count=more)


def test_what_stands_in_the_class_beside_its_fields_is_kept() -> None:
    assert Kept.empty() == ("", 3, ())
    assert Kept("xã").shouted == "XÃ"
    with pytest.raises((TypeError, ValueError)):
        Kept("a")._replace(unknown=1)
    with pytest.raises(AttributeError):
        Kept("a").name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Kept("a").other = "b"  # type: ignore[attr-defined]


def test_it_is_copied_and_matched_by_its_places() -> None:
    kept = Kept("a", 4, ("x",))
    assert pickle.loads(pickle.dumps(kept)) == copy.copy(kept) == copy.deepcopy(kept) == kept
    match kept:
        case Kept(name, 4, words):
            assert (name, words) == ("a", ("x",))
