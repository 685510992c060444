"""How many products units have, up the tree, and how that agrees with counts without a list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from ntmtrack.domain.product import Product, ProductTally
from ntmtrack.record import Record


class Stated(Record):
    """A count without its list, and how many of those counted are listed on its day."""

    tally: ProductTally
    listed: int

    @property
    def difference(self) -> int:
        """How many more were counted than are listed; below nought: fewer."""
        return self.tally.number - self.listed


def added_up(
    products: Iterable[Product],
    where: Mapping[int, Collection[int]],
    above: Mapping[int, int],
) -> dict[int, list[Product]]:
    """The products of each unit with all below it, each product once in each unit.

    `where` tells which units of the day a product's unit stands for, where that is no more: what
    it went over into. `above` is the parent of each unit.
    """
    found: dict[int, list[Product]] = defaultdict(list)
    for product in products:
        units: dict[int, None] = {}
        for key in where.get(product.unit_key, (product.unit_key,)):
            at: int | None = key
            while at is not None and at not in units:
                units[at] = None
                at = above.get(at)
        for key in units:
            found[key].append(product)
    return dict(found)


def stated(tally: ProductTally, listed: Iterable[Product]) -> Stated:
    """A count held against the products that its unit had, by the list, on the day of the count.

    `listed` have the recognitions that were known on that day.
    """
    return Stated(tally, sum(tally.takes(each) for each in listed))
