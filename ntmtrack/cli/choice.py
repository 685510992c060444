"""The options by which a command chooses tasks: by number, or by what they share."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.cli.options import (
    Coordinator,
    Criteria,
    Document,
    Lead,
    Person,
    SetOption,
    Under,
    Units,
    Where,
    sifted,
    together,
    words,
)
from ntmtrack.message import N_, say

if TYPE_CHECKING:
    from ntmtrack.app.choosing import Chosen
    from ntmtrack.app.task_reading import TaskScope

_TASKS = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TASK]...", parser=words, help=N_("numbers: NV2026-014, 14 or 12,15-18")
    ),
]
_UNIT = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="UNIT", parser=words, help=N_("open tasks for this unit")),
]
_DOCUMENT = Annotated[
    str | None,
    typer.Option(
        "--of-document", metavar="REF", parser=words, help=N_("open tasks that a document gave")
    ),
]
_OVERDUE = Annotated[bool, typer.Option("--overdue", help=N_("tasks that are late"))]
_PREVIEW = Annotated[
    bool, typer.Option("--preview", help=N_("show what it would do and write nothing"))
]
_YES = Annotated[
    bool,
    typer.Option(
        "--yes", help=N_("write without being asked, where tasks are not named one by one")
    ),
]


def options(*, lead_is_taken: bool) -> dict[str, tuple[Any, Any]]:
    """The options, by the names of their parameters.

    `--lead` chooses by the leading agency unless the command means something else by it.
    """
    names = ("--of-lead",) if lead_is_taken else ("--of-lead", "--lead")
    lead = Annotated[
        str | None,
        typer.Option(*names, metavar="AGENCY", parser=words, help=N_("open tasks that it leads")),
    ]
    return {
        "tasks": (_TASKS, None),
        "of_unit": (_UNIT, None),
        "under": (Under, None),
        "of_lead": (lead, None),
        "of_document": (_DOCUMENT, None),
        "set": (SetOption, None),
        "criterion": (Criteria, None),
        "where": (Where, None),
        "overdue": (_OVERDUE, False),
        "preview": (_PREVIEW, False),
        "yes": (_YES, False),
    }


LOOKED_AT: dict[str, tuple[Any, Any]] = {
    "units": (Units, None),
    "under": (Under, None),
    "lead": (Lead, None),
    "coordinator": (Coordinator, None),
    "person": (Person, None),
    "document": (Document, None),
    "set": (SetOption, None),
    "criterion": (Criteria, None),
    "where": (Where, None),
}
"""The options that narrow a look at tasks, by the names of their parameters."""


def scope(given: dict[str, Any]) -> "TaskScope":
    """What narrows a look at tasks, taken out of the values of a command line."""
    from ntmtrack.app.task_reading import TaskScope

    asked = {name: given.pop(name) for name in LOOKED_AT}
    asked["units"], terms = sifted(asked["units"], asked.pop("where"))
    scope = TaskScope(**{**asked, "criterion": together(asked["criterion"])})
    return _narrowed(scope, terms)


def _narrowed(scope: "TaskScope", terms: tuple[Any, ...]) -> "TaskScope":
    if not terms:
        return scope
    from ntmtrack.app.filtering import of_tasks

    return of_tasks(scope, terms)


def chosen(given: dict[str, Any]) -> "Chosen":
    """The choice made, taken out of the values of a command line.

    Raises UsageFault where tasks are named in no way or in both.
    """
    from ntmtrack.app.choosing import Chosen
    from ntmtrack.app.task_reading import TaskScope

    numbers = tuple(given.pop("tasks") or ())
    of_lead, instead_of = given.pop("of_lead"), given.get("from_agency")
    if of_lead and instead_of:
        raise UsageFault(
            say("--of-lead and --from both name who leads"),
            hint=say("give one of the two; nothing was written"),
        )
    scope = TaskScope(
        units=given.pop("of_unit"),
        under=given.pop("under"),
        set=given.pop("set"),
        criterion=together(given.pop("criterion")),
        lead=of_lead or (None if numbers else instead_of),
        document=given.pop("of_document"),
    )
    _, terms = sifted(None, given.pop("where"))
    scope = _narrowed(scope, terms)
    overdue = given.pop("overdue")
    if not (numbers or overdue or any(scope)):
        raise UsageFault(
            say("say which tasks"),
            hint=say(
                "by number (12,15-18), or with --of-lead, --of-document, --criterion, --unit,"
                " --where or --overdue"
            ),
        )
    if numbers and (overdue or any(scope)):
        raise UsageFault(
            say("name tasks by their numbers, or by what they share, not both"),
            hint=say("leave out one of the two; nothing was written"),
        )
    return Chosen(numbers, scope, overdue)
