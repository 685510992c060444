"""Looking through the texts of a sheet: most of tens of thousands have nothing odd about them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

_AT_ONCE = 500
_BETWEEN = "|"


def odd_ones(texts: Sequence[str], is_odd: Callable[[str], bool]) -> Iterator[str]:
    """Those of the texts that are odd.

    Many are asked about at once, put together with a bar between them: what makes one text odd
    must make odd any text that it is a part of.
    """
    every = iter(texts)
    while batch := list(islice(every, _AT_ONCE)):
        if is_odd(_BETWEEN.join(batch)):
            yield from filter(is_odd, batch)
