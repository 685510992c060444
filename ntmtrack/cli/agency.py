"""`agency`: who owes and who coordinates, and their persons."""

from enum import StrEnum
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import From, Note, To, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

Words = Annotated[
    str,
    typer.Argument(
        metavar="AGENCY", parser=words, help=N_("its short name, name or enough of the name")
    ),
]
Code = Annotated[
    str | None,
    typer.Option("--code", metavar="TEXT", parser=words, help=N_("short name: KT-HT")),
]
OfUnit = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", parser=words, help=N_("the unit it belongs to")),
]
Mail = Annotated[
    list[str] | None,
    typer.Option(
        "--mail", metavar="ADDRESS", parser=words, help=N_("mail address; may be given again")
    ),
]
Person = Annotated[
    list[str] | None,
    typer.Option(
        "--person",
        metavar="NAME[, TITLE] [<ADDRESS>]",
        parser=words,
        help=N_("a person of it, perhaps with a mail address; may be given again"),
    ),
]


class Language(StrEnum):
    """The languages that letters are written in."""

    VI = "vi"
    EN = "en"


MailLang = Annotated[
    Language | None,
    typer.Option("--mail-lang", help=N_("the language of letters to it (default: the office's)")),
]


@app.command("add", help=N_("add an agency; bodies outside the office too"))
@writes
def add(
    context: Context,
    name: Annotated[str, typer.Argument(metavar="NAME", parser=words, help=N_("its full name"))],
    code: Code = None,
    outside: Annotated[
        bool, typer.Option("--outside", help=N_("a body outside the office"))
    ] = False,
    unit: OfUnit = None,
    mail: Mail = None,
    person: Person = None,
    mail_lang: MailLang = None,
    valid_from: From = None,
    valid_to: To = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.agencies import AgencyFacts, add

    given = AgencyFacts(
        name=name,
        code=code,
        outside=outside,
        unit=unit,
        addresses=mail or (),
        persons=person or (),
        valid_from=valid_from,
        valid_to=valid_to,
        note=note,
        lang=mail_lang,
    )
    return add(context, given)


@app.command("list", help=N_("every agency"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.agencies import listing

    return listing(context)


@app.command("show", help=N_("one agency"))
@looks
def show(context: Context, agency: Words) -> Report:
    from ntmtrack.app.agencies import showing

    return showing(context, agency)


@app.command("set", help=N_("correct an agency, give it addresses and persons, or end it"))
@writes
def change(
    context: Context,
    agency: Words,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", parser=words, help=N_("its new name"))
    ] = None,
    code: Code = None,
    outside: Annotated[
        bool | None,
        typer.Option("--outside/--inside", help=N_("a body outside the office, or of it")),
    ] = None,
    unit: OfUnit = None,
    mail: Mail = None,
    drop_mail: Annotated[
        list[str] | None,
        typer.Option(
            "--drop-mail", metavar="ADDRESS", parser=words, help=N_("an address that ends")
        ),
    ] = None,
    person: Person = None,
    mail_lang: MailLang = None,
    drop_person: Annotated[
        list[str] | None,
        typer.Option("--drop-person", metavar="NAME", parser=words, help=N_("who has left")),
    ] = None,
    valid_from: From = None,
    valid_to: To = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.agencies import AgencyFacts, change_agency

    given = AgencyFacts(
        name=name,
        code=code,
        outside=outside,
        unit=unit,
        addresses=mail or (),
        dropped=drop_mail or (),
        persons=person or (),
        left=drop_person or (),
        valid_from=valid_from,
        valid_to=valid_to,
        note=note,
        lang=mail_lang,
    )
    return change_agency(context, agency, given)
