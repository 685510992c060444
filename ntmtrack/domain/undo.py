"""Which changes of a ledger stand, where some of them take others back."""

from collections.abc import Iterable, Mapping

from ntmtrack.record import Record


class Link(Record):
    """One change as far as undoing goes: `undoes` is the change that it takes back."""

    number: int
    kind: str
    undoes: int | None = None


class Undone(Record):
    """What every change of a ledger came to.

    `by` says, of those that do not stand, which change took them back and stands itself;
    `origin` which change it was in the end about, through undos of undos; `forth` whether what
    the origin wrote is there because of it: it is the origin itself, or brought that back.
    """

    by: Mapping[int, int]
    origin: Mapping[int, Link]
    forth: Mapping[int, bool]

    def stands(self, number: int) -> bool:
        """Whether what a change did has not been taken back."""
        return number not in self.by

    def holder(self, number: int) -> int:
        """The change by which what a standing change wrote is there: the last to bring it back."""
        about = self.origin[number].number
        return max(
            each
            for each, of in self.origin.items()
            if of.number == about and self.forth[each] == self.forth[number] and self.stands(each)
        )

    def bundles_in_the_way(self, number: int) -> tuple[int, ...]:
        """The changes that go before a bundle is taken back, or brought back.

        What a bundle says again of what another brought is not kept twice: so they go, and come
        again, one upon the other.
        """
        about = self.origin[number]
        if about.kind != "bundle":
            return ()
        others = [each for each in self.origin if self.origin[each].kind == "bundle"]
        later = [
            each
            for each in others
            if self.forth[each] and self.stands(each) and self.origin[each].number > about.number
        ]
        if not self.forth[number]:
            later += [
                each
                for each in others
                if not self.forth[each]
                and self.stands(each)
                and self.origin[each].number < about.number < each
            ]
        return tuple(sorted(later))


def undone(changes: Iterable[Link]) -> Undone:
    """What became of every change, from all of them."""
    ordered = sorted(changes)
    origin: dict[int, Link] = {}
    forth: dict[int, bool] = {}
    direct: dict[int, int] = {}
    for each in ordered:
        taken = each.undoes
        if taken is None or taken not in origin:
            origin[each.number], forth[each.number] = each, True
            continue
        origin[each.number], forth[each.number] = origin[taken], not forth[taken]
        direct[taken] = each.number
    by: dict[int, int] = {}
    for each in reversed(ordered):
        taker = direct.get(each.number)
        if taker is not None and taker not in by:
            by[each.number] = taker
    return Undone(by, origin, forth)
