"""SCHEMA.md: what the tables of a folder mean, for who reads them with another program."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ntmtrack.store.queries_whole import BOOKKEEPING, Table
from ntmtrack.store.schema import ENTITIES, FACTS

_MEANINGS = Path(__file__).resolve().parent.parent / "data" / "ledger.toml"

_LEAD = """# Sổ ntmtrack, dạng tệp văn bản · A ledger of ntmtrack, as text files

Thư mục này chứa toàn bộ sổ: mỗi bảng là một tệp trong `tables/`, mỗi dòng là một bản ghi JSON
(UTF-8), khóa theo thứ tự cột, dòng theo thứ tự `id`; mỗi bộ tiêu chí là một tệp TOML trong
`criteria/`. `manifest.json` ghi số dòng, số byte và SHA-256 của từng tệp. Đừng sửa tệp nào: lệnh
`ntmtrack --db TỆP import --all THƯ_MỤC` chỉ lập lại sổ từ một thư mục còn nguyên vẹn.

This folder holds a whole ledger: a file for each table in `tables/`, a JSON object on each line
(UTF-8), keys in the order of the columns, lines in the order of `id`; and a TOML file for each
criteria set in `criteria/`, to be read: the set itself is in `tables/criteria_set.jsonl`.
`manifest.json` has the rows, the bytes and the SHA-256 of every file. Change none of them:
`ntmtrack --db FILE import --all DIR` makes a ledger only of a folder that is as it was written.

Days are ISO dates, moments are UTC, figures are decimal numbers in text; an empty value is `null`.
A column NAME_id names the `id` of a row of another table. *Facts* are added and never changed,
*entities* may be corrected (`history` has every correction), *bookkeeping* is what both rest on.
"""

_KINDS = {
    **dict.fromkeys(FACTS, "fact · sự kiện"),
    **dict.fromkeys(ENTITIES, "entity · đối tượng"),
    **dict.fromkeys(BOOKKEEPING, "bookkeeping · bảng quản lý"),
}


def of(tables: Sequence[Table]) -> str:
    """The page about these tables, in Markdown; a table of another program is named only."""
    meanings = tomllib.loads(_MEANINGS.read_text("utf-8"))
    return "\n".join((_LEAD, *(line for each in tables for line in _section(each, meanings))))


def meaning(meanings: Mapping[str, Any], table: str, column: str) -> str | None:
    """What a column means in its table, else wherever it stands; None if nothing is said of it."""
    own = meanings["column"].get(table, {})
    found = own.get(column, meanings["column"].get(column)) if isinstance(own, dict) else None
    return found if isinstance(found, str) else None


def _section(table: Table, meanings: Mapping[str, Any]) -> Iterator[str]:
    told = meanings["table"].get(table.name, {"vi": "?", "en": "?"})
    yield f"## {table.name}\n"
    yield f"{told['vi']} — {told['en']} ({_KINDS.get(table.name, '?')})\n"
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for name, type_ in table.columns:
        yield f"| {name} | {type_} | {meaning(meanings, table.name, name) or '?'} |"
    yield ""
