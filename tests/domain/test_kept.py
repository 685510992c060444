"""A sentence that was kept is the same sentence in any language."""

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.kept import as_kept, from_kept
from ntmtrack.message import Message, say

plain = st.text() | st.integers()
names = st.text("abc", min_size=1)


@given(st.text(), st.dictionaries(names, plain), st.dictionaries(names, plain))
def test_it_comes_back(text: str, values: dict[str, object], inner: dict[str, object]) -> None:
    message = Message(text, {**values, "reason": say("{a}", **inner)})
    assert from_kept(as_kept(message)) == message
