"""What may be wrong with works: more disbursed than approved."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ntmtrack.domain.checks.finding import Finding, Rule
from ntmtrack.domain.work import Work, overdrawn
from ntmtrack.message import say


def more_disbursed(works: Iterable[Work], codes: Mapping[int, str]) -> Iterator[Finding]:
    """Works of whose capital more was disbursed than approved, by source and year.

    `codes` are those of their units; the command shows every sum.
    """
    for work in works:
        for each in overdrawn(work):
            yield Finding(
                Rule.OVERDRAWN,
                say(
                    "{work}: {disbursed} đồng disbursed of {source}, {year}; approved {approved}"
                    " đồng",
                    work=work.name,
                    disbursed=Decimal(each.disbursed),
                    source=each.source,
                    year=str(each.year),
                    approved=Decimal(each.approved),
                ),
                work.unit_key,
                command=("work", "show", f"{work.name}, {codes[work.unit_key]}"),
            )
