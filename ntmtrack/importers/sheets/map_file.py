"""What an officer says of a sheet, read from a TOML file as --save-map writes it."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.sheet_map import SheetMap
from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers.plain_file import opened
from ntmtrack.message import Message, say

_LARGEST = 1_000_000
_KNOWN = SheetMap._fields


def read_map(path: Path) -> SheetMap:
    """The map in a file; DataError, naming the entry, for what cannot be one."""
    body = _body(path)
    wrong = tuple(key for key in body if key not in _KNOWN)
    if wrong:
        raise _bad(path, say("it has entries that are not known: {names}", names=wrong))
    return SheetMap(
        sheet=_text(path, body, "sheet"),
        headings=_headings(path, body.get("headings")),
        columns=_table(path, body, "columns"),
        verdicts=MappingProxyType(
            {
                fold(mark): _verdict(path, mark, word)
                for mark, word in _table(path, body, "verdicts").items()
            }
        ),
        names=_table(path, body, "names"),
        set=_text(path, body, "set"),
        on=_day(path, body.get("on")),
        stage=_stage(path, body),
    )


def _body(path: Path) -> Mapping[str, object]:
    hint = say("give the path of a map; nothing was written")
    try:
        with opened(path, hint=hint) as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(path), reason=reason_of(error)),
            hint=hint,
        ) from error
    if len(raw) > _LARGEST:
        raise _bad(path, say("it is too large"))
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _bad(path, say("it is not UTF-8")) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _bad(path, say("{words}", words=clean(str(error)))) from error


def _bad(path: Path, why: Message) -> DataError:
    return DataError(
        say("{file} is no map of a sheet: {why}", file=path.name, why=why),
        hint=say("write one with --save-map FILE and mend that; nothing was written"),
    )


def _text(path: Path, body: Mapping[str, object], key: str) -> str | None:
    value = body.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not clean(value):
        raise _bad(path, say("{key} must be words in quotes", key=key))
    return clean(value)


def _table(path: Path, body: Mapping[str, object], key: str) -> Mapping[str, str]:
    value = body.get(key, {})
    if not isinstance(value, dict) or any(not isinstance(each, str) for each in value.values()):
        raise _bad(path, say('[{key}] must hold lines such as "words" = "words"', key=key))
    return MappingProxyType({clean(name): clean(said) for name, said in value.items()})


def _headings(path: Path, value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    lines: Sequence[object] = value if isinstance(value, list) else [value]
    numbers = [line for line in lines if isinstance(line, int) and not isinstance(line, bool)]
    if len(numbers) != len(lines) or len(lines) not in (1, 2) or not 0 < lines[0] <= lines[-1]:  # type: ignore[operator]
        raise _bad(path, say("headings must be one line, or the first and the last: [5, 6]"))
    return numbers[0], numbers[-1]


def _verdict(path: Path, mark: str, word: str) -> Verdict:
    try:
        return Verdict(word)
    except ValueError as error:
        raise _bad(
            path,
            say(
                "[verdicts] {mark} = {word}: choose one of {names}",
                mark=mark,
                word=word,
                names=tuple(map(str, Verdict)),
            ),
        ) from error


def _day(path: Path, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if not isinstance(value, str):
        raise _bad(path, say("on must be a day such as 2026-06-30"))
    return parse_day(value)


def _stage(path: Path, body: Mapping[str, object]) -> str | None:
    value = _text(path, body, "stage")
    if value is not None and value not in list(Stage):
        raise _bad(path, say("stage must be one of {names}", names=tuple(map(str, Stage))))
    return value
