"""What a product is to reach, by when, and whether its recognitions reach it."""

from collections.abc import Hashable, Iterable
from datetime import date

from ntmtrack.domain.due import Precision
from ntmtrack.domain.product import FEWEST_CERTIFIED, Grade, Product
from ntmtrack.domain.target import TargetState
from ntmtrack.record import Record


class ProductTarget(Record):
    """So many stars, or more, by the last day of a span; `order` rises with the recording.

    Without a number the paper only says that the product is to be of the programme. `since` is
    the day from which the target is known, `document_key` the place of its paper in the file.
    """

    product_key: int
    stars: int | None
    words: str
    start: date
    last_day: date
    precision: Precision
    since: date
    document: str | None = None
    document_key: int | None = None
    note: str | None = None
    order: int = 0

    @property
    def fewest(self) -> int:
        """How many stars reach it: where none are named, those from which a certificate is given.

        Certificates are given from three stars on (Quyết định 148/QĐ-TTg of 24/2/2023).
        """
        return self.stars or FEWEST_CERTIFIED

    @property
    def thing(self) -> Hashable:
        """What is to be reached: of several targets for the same thing the newest counts."""
        return self.product_key, self.fewest


class TargetLine(Record):
    """A target of a product, how it stands on a day, and the recognition that reached it.

    `moved_to` is a later target for the same stars, which counts in its place.
    """

    target: ProductTarget
    state: TargetState
    grade: Grade | None = None
    moved_to: ProductTarget | None = None

    @property
    def waits(self) -> bool:
        """Whether it counts and is still to be reached."""
        return self.moved_to is None and self.state in (TargetState.OPEN, TargetState.MISSED)


def target_lines(
    product: Product, targets: Iterable[ProductTarget], day: date
) -> tuple[TargetLine, ...]:
    """The targets of a product as they stand on a day, in the order of their last days.

    `product` has the recognitions that are known on the day.
    """
    ordered = sorted(targets, key=lambda each: each.order)
    newest = {each.thing: each for each in ordered}
    lines = []
    for each in sorted(ordered, key=lambda each: (each.last_day, each.order)):
        grade = reached_by(product, each)
        later = newest[each.thing]
        moved = None if later is each else later
        lines.append(TargetLine(each, state_of(each, grade, day), grade, moved))
    return tuple(lines)


def reached_by(product: Product, target: ProductTarget) -> Grade | None:
    """The first recognition that reaches a target: none that had ended before its span began."""
    reaching = (
        grade
        for grade in product.grades
        if grade.stars >= target.fewest and not grade.expired(target.start)
    )
    return next(reaching, None)


def state_of(target: ProductTarget, grade: Grade | None, day: date) -> TargetState:
    """How a target stands on a day, by the recognition that reached it. Its last day is in time.

    A recognition without a day is held against the target by the span that its words mean; where
    that tells nothing it is reached, and no more is said.
    """
    if grade is None:
        return TargetState.MISSED if day > target.last_day else TargetState.OPEN
    first, last = grade.span
    if last is not None and last < target.start:
        return TargetState.REACHED_EARLY
    if last is not None and last <= target.last_day:
        return TargetState.REACHED_ON_TIME
    if first is not None and first > target.last_day:
        return TargetState.REACHED_LATE
    return TargetState.REACHED


def in_force(lines: Iterable[TargetLine]) -> TargetLine | None:
    """The target to be told of beside a product: the first that waits, else the last that counts.

    `lines` are in the order of their last days.
    """
    counting = [each for each in lines if each.moved_to is None]
    waiting = (each for each in counting if each.waits)
    return next(waiting, counting[-1] if counting else None)
