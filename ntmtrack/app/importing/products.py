"""OCOP products from a sheet: known by their unit, name and maker; each recognition is kept."""

from collections.abc import Iterator

from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells, became, judge_lines, level_headed
from ntmtrack.app.papers import dated_document
from ntmtrack.app.products import (
    Recognition,
    known_product,
    read_grade,
    same,
    write_grade,
    write_product,
)
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.product import Grade, Product, certificate_end, stars_of
from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.sheet_names import Cited, cited
from ntmtrack.domain.text import fold, tokens
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.table import Field, Table, Vocabulary
from ntmtrack.message import N_, Message, say

Key = tuple[int, tuple[str, ...], tuple[str, ...]]
"""The unit, the name and the maker of a product."""


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line; one product may stand in several lines with several recognitions."""
    names = Names(run.change.conn, run.words.name, level=level_headed(table))
    seen: dict[tuple[Key, Grade | None], int] = {}
    yield from judge_lines(run, table, lambda cells: _take(run, names, cells, seen))


def _take(
    run: Run, names: Names, cells: Cells, seen: dict[tuple[Key, Grade | None], int]
) -> Judged:
    name = cells.needs("name", say("the name of the product is missing"))
    cells.what = name
    unit, day = cells.cell("unit"), run.context.today
    called, below = cells.words("unit_name") or "", cells.words("under") or run.options.under or ""
    if unit == "":
        unit, called = called, ""
    found = None
    if unit == "":
        cells.faults.append(say("the unit is missing"))
    else:
        found = cells.tried(lambda: names.unit(unit, day, called=called, below=below))
    grade, paper = _recognition(run, cells)
    maker, note = cells.words("maker"), cells.words("note")
    cells.said.extend(names.said())
    cells.check()
    assert found is not None
    cells.said.extend(found.said)
    key = (found.unit.key, tokens(name), tokens(maker or ""))
    if (key, grade) in seen:
        raise DataError(say("the same product is in line {line}", line=seen[key, grade]))
    seen[key, grade] = cells.line.number
    known = known_product(run.change.conn, found.unit.key, name, maker)
    document = None if paper is None else dated_document(run.change, paper.number, paper.dated)
    if known is None:
        written = write_product(run.change, found.unit, name, maker, note)
        if grade is not None:
            write_grade(run.change, written, grade, document)
        return cells.judged(name, new=1)
    changed = _corrected(run, cells, known, maker, note)
    if grade is not None and not _is_known(grade, document, known):
        cells.said.extend(_new_grade(known.grade, grade, document))
        write_grade(run.change, known.key, grade, document)
        changed = True
    return cells.judged(known.name, changed=int(changed), same=int(not changed))


def _recognition(run: Run, cells: Cells) -> tuple[Grade | None, Cited | None]:
    """The recognition of a line, and the paper that it rests on."""
    written, dated = cells.words("document") or run.options.document, cells.day("dated")
    paper = cells.tried(lambda: cited(written)) if written else None
    if paper is not None and dated is not None:
        if paper.dated not in (None, dated):
            cells.faults.append(
                say(
                    "the document is of {day} in one cell and of {other} in another",
                    day=paper.dated,
                    other=dated,
                )
            )
        paper = paper._replace(dated=dated)
    words, stars = cells.words("stars"), None
    if words is not None and fold(words) not in _NO_STARS:
        stars = cells.tried(lambda: stars_of(words))
    on = cells.words("recognised_on")
    if on is not None:
        on = cells.tried(lambda: _as_when(cells))
    on = on or cells.words("words")
    if on is None and stars is not None and paper is not None and paper.dated is not None:
        on = paper.dated.isoformat()
        cells.said.append(say("recognised on the day of the document, {day}", day=paper.dated))
    valid_to = cells.day("valid_to")
    if stars is None:
        # A product on the way to its stars; a paper alone recognises nothing.
        if on or valid_to:
            cells.faults.append(say("a recognition has no stars"))
        return None, None
    given = Recognition(stars, on, None, valid_to)
    grade = cells.tried(lambda: read_grade(run.context, given))
    if grade is not None and grade.valid_to == certificate_end(stars, grade.recognised_on):
        # What the law gives anyway is not kept as if a paper had said it.
        grade = grade._replace(valid_to=None)
    return grade, paper


_NO_STARS = ("chua", "chua dat", "chua xep hang", "khong", "-", "0")


def _as_when(cells: Cells) -> str:
    """When a recognition was, in words: a bare figure may be a year and nothing else."""
    cell = cells.cell("recognised_on")
    text = as_text(cell)
    if isinstance(cell, (int, float)) and not (text.isdigit() and len(text) == 4):
        raise DataError(
            say("{text} is a figure, not a day", text=text),
            hint=say("format the cell as a date, or write it as text: 30/6/2026"),
        )
    return text


def _corrected(run: Run, cells: Cells, known: Product, maker: str | None, note: str | None) -> bool:
    """Whether the maker or the note of a product was corrected."""
    values: dict[str, str | int | None] = {}
    if maker is not None and known.maker is None:
        values["maker"] = maker
        cells.said.append(became(N_("Maker"), None, maker))
    if note is not None and note != known.note:
        values["note"] = note
        cells.said.append(became(N_("Note"), known.note, note))
    if values:
        run.change.correct("product", known.key, values)
    return bool(values)


def _new_grade(before: Grade | None, after: Grade, document: Document | None) -> Iterator[Message]:
    """What a recognition changes of the one that counted."""
    was = before or Grade(0)
    if was.stars != after.stars:
        yield became(N_("Stars"), was.stars or None, after.stars)
    when = (was.recognised_on or was.words, after.recognised_on or after.words)
    if when[0] != when[1]:
        yield became(N_("Recognised on"), *when)
    if was.holds_to != after.holds_to:
        yield became(N_("Valid to"), was.holds_to, after.holds_to)
    number = None if document is None else document.number
    if number not in (None, was.document):
        yield became(N_("Document"), was.document, number)


def _is_known(grade: Grade, document: Document | None, known: Product) -> bool:
    """Whether a recognition is recorded already; a paper that it lacked makes it another.

    Stars alone, without a time, are those that the product has.
    """
    if (grade.recognised_on, grade.words, grade.valid_to) == (None, None, None) and known.grade:
        return grade.stars == known.grade.stars
    return any(
        same(grade, each) and (document is None or document.number == each.document)
        for each in known.grades
    )


KIND = Kind(
    "products",
    Vocabulary(
        (
            Field("unit", ("unit", "don vi", "ma don vi", "xa", "xa/phuong", "dia ban", "code")),
            Field("unit_name", ("unit_name", "ten don vi", "ten xa")),
            Field("under", ("under", "huyen", "tinh", "truc thuoc", "thuoc huyen")),
            Field(
                "name",
                ("name", "product", "san pham", "ten san pham", "ten san pham ocop"),
                needed=True,
            ),
            Field(
                "maker",
                ("maker", "chu the", "ten chu the", "chu the san xuat", "co so san xuat"),
            ),
            Field(
                "stars",
                ("stars", "so sao", "hang sao", "xep hang", "phan hang", "sao", "hang", "ket qua"),
            ),
            Field(
                "recognised_on",
                (
                    "recognised_on",
                    "recognised on",
                    "ngay cong nhan",
                    "cong nhan ngay",
                    "nam cong nhan",
                ),
            ),
            Field("words", ("words", "recognised (words)", "cong nhan (nguyen van)")),
            Field(
                "document",
                (
                    *("document", "van ban", "quyet dinh", "so quyet dinh", "so qd"),
                    *("quyet dinh cong nhan", "so quyet dinh cong nhan"),
                ),
            ),
            Field("dated", ("dated", "ngay quyet dinh", "ngay ban hanh", "ngay ky")),
            Field(
                "valid_to",
                (
                    *("valid_to", "valid to", "hieu luc den", "co hieu luc den", "het han"),
                    *("ngay het han", "co gia tri den", "han giay chung nhan"),
                ),
            ),
            Field("note", ("note", "ghi chu")),
        ),
        fits=lambda keys: 2 if "name" in keys and ("unit" in keys or "unit_name" in keys) else 0,
    ),
    judge,
)
