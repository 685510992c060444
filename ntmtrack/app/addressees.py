"""Who may be written to about tasks: what each of them has to do with which task, and where."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ntmtrack.domain.address import is_address
from ntmtrack.domain.task import Role, Task
from ntmtrack.record import Record
from ntmtrack.reports.reminder import Own, Unreachable
from ntmtrack.store import queries_mail, queries_review, queries_tasks
from ntmtrack.store.queries_mail import Addressee
from ntmtrack.store.queries_tasks import Which
from ntmtrack.store.view import View


class Receiver(Record):
    """Who gets a letter. `key` is its identity in the outbox; `lang` None: the office's own."""

    key: str
    name: str
    lang: str | None
    addresses: tuple[str, ...]


LEADERS = "leaders"
"""The key of the leaders of the office."""


def agency_key(each: Addressee) -> str:
    """The key of an agency as a receiver."""
    return f"agency:{each.uid}"


def person_key(each: Addressee) -> str:
    """The key of a person as a receiver."""
    return f"person:{each.uid}"


def agencies_with(
    conn: sqlite3.Connection, tasks: Sequence[Task], day: date
) -> list[tuple[Addressee, Own]]:
    """Every agency that leads or coordinates one of these tasks, with its own."""
    view = View(day)
    led = _by_holder(tasks, queries_review.holders(conn, tasks, view, Role.LEAD))
    beside = _by_holder(tasks, queries_review.holders(conn, tasks, view, Role.COORDINATOR))
    found = []
    for each in queries_mail.agency_addressees(conn, day):
        own = led.get(each.key, ())
        also = tuple(task for task in beside.get(each.key, ()) if task not in own)
        if own or also:
            found.append((_usable(each), Own(led=own, coordinated=also)))
    return found


def persons_with(
    conn: sqlite3.Connection, tasks: Sequence[Task], day: date
) -> list[tuple[Addressee, Own]]:
    """Every person in charge of one of these tasks, with their own."""
    held = _by_holder(tasks, queries_review.holders(conn, tasks, View(day), Role.PERSON))
    return [
        (_usable(each), Own(in_charge=held[each.key]))
        for each in queries_mail.person_addressees(conn, day)
        if each.key in held
    ]


def _usable(each: Addressee) -> Addressee:
    """The same with each address once, and apart those that no letter can bear.

    Older rules took some of those.
    """
    once = {address.casefold(): address for address in reversed(each.addresses)}
    found = tuple(reversed(once.values()))
    return each._replace(
        addresses=tuple(filter(is_address, found)),
        unusable=tuple(address for address in found if not is_address(address)),
    )


def current_addresses(conn: sqlite3.Connection, day: date) -> dict[str, tuple[str, ...]]:
    """Where each agency and each person is written to on a day, by the keys of receivers."""
    found = {agency_key(each): each for each in queries_mail.agency_addressees(conn, day)}
    found |= {person_key(each): each for each in queries_mail.person_addressees(conn, day)}
    usable = {key: _usable(each) for key, each in found.items()}
    return {key: each.addresses for key, each in usable.items() if each.reachable}


def _by_holder(
    tasks: Iterable[Task], holders: Mapping[str, Sequence[queries_review.Holder]]
) -> dict[int, tuple[Task, ...]]:
    found: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        for key in dict.fromkeys(holder.key for holder in holders.get(task.number, ())):
            found[key].append(task)
    return {key: tuple(listed) for key, listed in found.items()}


def unreachable(
    found: Iterable[tuple[Addressee, Own]], *, late: bool = True
) -> tuple[Unreachable, ...]:
    """Those of them whom no letter can reach: they are no more, or have no address.

    `late` says whether their tasks are, or fall due soon.
    """
    missed = []
    for each, own in found:
        if not each.reachable:
            missed.append(Unreachable(each.name, len(own.tasks), ended=each.ended, late=late))
        missed += [
            Unreachable(each.name, len(own.tasks), late=late, address=address)
            for address in each.unusable
        ]
    return tuple(missed)


def unreached(conn: sqlite3.Connection, day: date) -> tuple[Unreachable, ...]:
    """The agencies with late tasks on a day whom no letter reaches."""
    late = queries_tasks.tasks(conn, View(day), which=Which.LATE)
    return unreachable(agencies_with(conn, late, day))
