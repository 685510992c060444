"""Agencies and their persons from a sheet: a line for each agency, or one for each person.

An agency is known by its short name, else by its whole name. What a sheet leaves out stays: no
address and no person goes because a sheet does not have them.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from ntmtrack.app.agencies import AgencyFacts, add_agency, amend, read_person
from ntmtrack.app.importing.enumerated import yes_or_no
from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells, became, is_other_name, judge_lines
from ntmtrack.domain import sheet_names
from ntmtrack.domain.address import parse_address
from ntmtrack.domain.bodies import Agency
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import fold, tokens
from ntmtrack.errors import DataError
from ntmtrack.i18n import LANGUAGES
from ntmtrack.importers.sheets.table import Field, Table, Vocabulary
from ntmtrack.message import N_, Message, say
from ntmtrack.store import queries_bodies, queries_catalogue

_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")
_FACTS = ("name", "code", "outside", "unit", "note", "valid_from", "valid_to", "lang")
_LANGUAGES = {"tieng viet": "vi", "tieng anh": "en", "vietnamese": "vi", "english": "en"}


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line; several may be about one agency, as long as they do not contradict."""
    seen: dict[int, tuple[int, AgencyFacts]] = {}
    yield from judge_lines(run, table, lambda cells: _take(run, cells, seen))


def _take(run: Run, cells: Cells, seen: dict[int, tuple[int, AgencyFacts]]) -> Judged:
    given = _read(run, cells)
    cells.check()
    day = given.valid_from or run.context.today
    known = _known(run, given, day)
    if known is None:
        key = add_agency(run.change, given, run.context.today)
        seen[key] = cells.line.number, given
        return cells.judged(given.name or "", new=1)
    earlier = seen.get(known.key)
    if earlier is not None:
        _refuse_contradiction(given, *earlier)
    seen.setdefault(known.key, (cells.line.number, given))
    changes = _differences(run, cells, known, given)
    if changes == AgencyFacts():
        return cells.judged(known.name, same=1)
    amend(run.change, known, changes, day)
    return cells.judged(known.name, changed=1)


def _read(run: Run, cells: Cells) -> AgencyFacts:
    name = cells.needs("name", say("the name is missing"))
    cells.what = name
    start, end = cells.day("from"), cells.day("to")
    outside, lang = cells.words("outside"), cells.words("lang")
    title, mail = cells.words("title"), _addresses(cells, "mail")
    persons = [
        sheet_names.person(part)
        for cell in cells.many("persons")
        for part in sheet_names.parts(cell if isinstance(cell, str) else as_text(cell))
    ]
    if len(persons) == 1 and cells.has("title"):
        # A line for each person: the address beside the title is the person's.
        said = read_title(persons[0], title, mail)
        persons, mail = [said], () if "<" in said else mail
    elif title is not None:
        cells.faults.append(
            say("a title stands beside several persons, or none: {title}", title=title)
        )
    for each in persons:
        cells.tried(partial(read_person, each))
    unit, names, day = (
        cells.cell("unit"),
        Names(run.change.conn, run.words.name),
        start or run.context.today,
    )
    found = cells.tried(lambda: names.unit(unit, day)) if unit != "" else None
    cells.said.extend(names.said())
    return AgencyFacts(
        name=name,
        code=cells.words("code"),
        outside=cells.tried(lambda: yes_or_no(outside)) if outside else None,
        unit=None if found is None else found.unit.code,
        addresses=(*mail, *_addresses(cells, "agency_mail")),
        persons=tuple(persons),
        valid_from=start,
        valid_to=end,
        note=cells.words("note"),
        lang=cells.tried(lambda: _language(lang)) if lang else None,
    )


def read_title(person: str, title: str | None, addresses: tuple[str, ...]) -> str:
    """A person with the title and the address that stand in columns of their own."""
    named, bracket, address = person.partition("<")
    words = named.strip()
    if title is not None and "," not in words:
        words = f"{words}, {title}"
    if bracket:
        return f"{words} <{address}"
    return f"{words} <{addresses[0]}>" if len(addresses) == 1 else words


def _addresses(cells: Cells, key: str) -> tuple[str, ...]:
    """The addresses of all cells; those that cannot be used are faults, each by name."""
    found = []
    for text in cells.all_words(key):
        for address in filter(None, _BETWEEN_ADDRESSES.split(text)):
            cells.tried(partial(parse_address, address))
            found.append(address)
    return tuple(dict.fromkeys(found))


def _language(words: str) -> str:
    found = _LANGUAGES.get(fold(words), fold(words))
    if found not in LANGUAGES:
        raise DataError(
            say("there is no language {name}", name=words),
            hint=say("choose one of {names}", names=LANGUAGES),
        )
    return found


def _known(run: Run, given: AgencyFacts, day: date) -> Agency | None:
    """The agency that a line is about: of its short name, else of its whole name."""
    there = [
        each
        for each in queries_bodies.agencies(run.change.conn, run.context.today)
        if each.valid_to is None or each.valid_to >= day or each.valid_to == given.valid_to
    ]
    code = (given.code or "").casefold()
    coded = [each for each in there if code and (each.code or "").casefold() == code]
    named = [each for each in there if tokens(each.name) == tokens(given.name or "")]
    if coded and named and coded[0].key not in [each.key for each in named]:
        raise DataError(
            say(
                "the short name {code} is that of {other}, not of {name}",
                code=given.code,
                other=coded[0].name,
                name=named[0].name,
            ),
            hint=say("mend the short name or the name"),
        )
    return next(iter(coded or named), None)


def _refuse_contradiction(given: AgencyFacts, line: int, earlier: AgencyFacts) -> None:
    for fact in _FACTS:
        before, now = getattr(earlier, fact), getattr(given, fact)
        if None not in (before, now) and before != now:
            raise DataError(
                say(
                    "line {line} says otherwise of the same agency: {before}, not {now}",
                    line=line,
                    before=before,
                    now=now,
                ),
                hint=say("make the lines agree"),
            )


def _differences(run: Run, cells: Cells, known: Agency, given: AgencyFacts) -> AgencyFacts:
    """What the line says otherwise than the ledger, said of the line as well."""
    unit = _unit_code(run, known, given.valid_from or run.context.today)
    said: list[Message] = []

    def other(heading: str, before: object, after: object) -> bool:
        if after is None or before == after:
            return False
        said.append(became(heading, before, after))
        return True

    renamed = given.name is not None and is_other_name(given.name, known.name)
    name = given.name if renamed and other(N_("Agency"), known.name, given.name) else None
    same_code = (known.code or "").casefold() == (given.code or "").casefold()
    code = None if same_code or not other(N_("Short name"), known.code, given.code) else given.code
    outside = given.outside if other(N_("Outside body"), known.outside, given.outside) else None
    owner = given.unit if other(N_("Unit"), unit, given.unit) else None
    note = given.note if other(N_("Note"), known.note, given.note) else None
    start = given.valid_from if other(N_("From"), known.valid_from, given.valid_from) else None
    end = given.valid_to if other(N_("To"), known.valid_to, given.valid_to) else None
    lang = given.lang if other(N_("Language"), known.lang, given.lang) else None
    mail = tuple(each for each in given.addresses if each not in known.addresses)
    if mail:
        said.append(say("new mail addresses: {names}", names=mail))
    persons = tuple(each for each in given.persons if _says_more(each, known))
    if persons:
        said.append(say("new or changed persons: {names}", names=persons))
    cells.said.extend(said)
    return AgencyFacts(
        name=name,
        code=code,
        outside=outside,
        unit=owner,
        addresses=mail,
        persons=persons,
        valid_from=start,
        valid_to=end,
        note=note,
        lang=lang,
    )


def _says_more(written: str, known: Agency) -> bool:
    """Whether a person is new, or has another title or address than the ledger knows."""
    person = read_person(written)
    for each in known.persons:
        there = read_person(sheet_names.person(each))
        if there.name == person.name:
            return (person.title not in (None, there.title)) or (
                person.address not in (None, there.address)
            )
    return True


def _unit_code(run: Run, known: Agency, day: date) -> str | None:
    if known.unit_key is None:
        return None
    return queries_catalogue.units_near(run.change.conn, day, [known.unit_key])[known.unit_key].code


KIND = Kind(
    "agencies",
    Vocabulary(
        (
            Field(
                "name",
                (
                    *("name", "agency", "co quan", "ten co quan", "co quan, don vi", "ten"),
                    *("ten don vi", "co quan/don vi", "ten co quan, don vi", "phong, ban"),
                ),
                needed=True,
            ),
            Field("code", ("code", "short name", "ten viet tat", "viet tat", "ky hieu", "ma")),
            Field("outside", ("outside", "outside body", "ngoai co quan", "co quan ngoai")),
            Field(
                "unit", ("unit", "unit_name", "don vi", "thuoc don vi", "dia ban", "xa", "huyen")
            ),
            Field(
                "mail",
                ("mail", "addresses", "email", "e-mail", "thu dien tu", "dia chi email", "hom thu"),
                many=True,
            ),
            Field(
                "agency_mail",
                ("email co quan", "thu dien tu co quan", "hom thu cong vu", "email chung"),
                many=True,
            ),
            Field(
                "persons",
                (
                    *("persons", "person", "can bo", "ho ten", "ho va ten", "nguoi dau moi"),
                    *("can bo dau moi", "can bo phu trach", "nguoi phu trach", "lanh dao"),
                    *("ho ten can bo", "ho va ten can bo", "ho va ten can bo phu trach"),
                    *("ho ten can bo phu trach", "ho va ten can bo dau moi"),
                ),
                many=True,
            ),
            Field("title", ("title", "chuc vu", "chuc danh")),
            Field("note", ("note", "ghi chu")),
            Field("from", ("from", "valid_from", "tu ngay", "hieu luc tu")),
            Field("to", ("to", "valid_to", "den ngay", "hieu luc den")),
            Field("lang", ("lang", "language", "ngon ngu")),
        )
    ),
    judge,
)
