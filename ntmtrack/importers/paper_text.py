"""Plain text and Markdown: what encoding the bytes are in, whose letters they hold, pipe tables."""

import codecs
import re
import unicodedata

from ntmtrack.domain.paper import Cell
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record


class _OldLetters(Record):
    """A way of writing Vietnamese without Unicode, and what shows that a word is in it."""

    name: str
    words: frozenset[str]
    """Common words as they look when read as Latin-1, casefolded; none is a word of today."""
    letters: re.Pattern[str] | None = None
    """What else no word of today holds."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.casefold().split())


_GARBLED = N_("UTF-8 that was read as another encoding")
_OLD_LETTERS = (
    _OldLetters(
        N_("TCVN3 (the fonts .VnTime, .VnTimeH …)"),
        _words(
            "vµ cña c¸c ®­îc x· tiªu chÝ n«ng th«n míi huyÖn thùc hiÖn ñy uû ®¶ng ®ång ngµy"
            " th¸ng n¨m x©y phßng kh«ng víi vÒ tØnh tr­ëng nhiÖm"
        ),
        re.compile("[A-Za-z][¸µ¶¨¾¼½¬÷]|§[A-Za-z¨©ª«¬¸µ¶·¹-þ]"),
    ),
    _OldLetters(
        N_("VNI (the fonts VNI-Times …)"),
        _words(
            "vaø cuûa caùc ñöôïc xaõ tieâu noâng thoân môùi huyeän thöïc hieän uûy ñaûng ñoàng"
            " ngaøy thaùng naêm xaây döïng phoøng khoâng vôùi veà tænh tröôûng nhieäm"
        ),
    ),
    _OldLetters(
        _GARBLED,
        frozenset(),
        re.compile("Ã[\xa0-\xbf]|á[º»]\\S|Ä[\u2018\x91]|Æ[°¡]"),
    ),
)
_WINDOWS = N_("Windows-1258")
_WINDOWS_WORDS = _words(
    "và của các được xã tiêu chí nông thôn mới huyện thực hiện ủy đảng đồng ngày tháng năm xây"
    " phòng không với về tỉnh trưởng nhiệm"
)
_TODAY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_ASCII_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WORTH_SAYING = 3

_CONVERT = say(
    "Convert it to Unicode (in UniKey: Ctrl+Shift+F6), then save it as .docx or as UTF-8 text."
)
_AS_FIRST_SAVED = say("Get the file again as it was first saved.")
_LINE_END = re.compile("\r\n?")
_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


def decoded(content: bytes, name: str) -> str:
    """The text of a file called `name`, with \\n at the end of its lines.

    Read are UTF-8, with or without a byte order mark, and UTF-16 with one. Raises DataError for
    anything else, naming the encoding it seems to be.
    """
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _other_encoding(content, name) from error
    return _LINE_END.sub("\n", text)


def letter_warnings(text: str, name: str) -> tuple[Message, ...]:
    """What is to be said of the letters of a paper.

    Raises DataError where old letters stand for Vietnamese throughout: `x· B¶n Bo` is "xã Bản Bo"
    only in a font of the time, and nothing here knows the font.
    """
    words = unicodedata.normalize("NFC", text).split()
    counts = _old_words(words)
    old = max(counts, key=counts.__getitem__)
    count = counts[old]
    if count and count >= sum(1 for word in words if _TODAY.search(word)):
        raise _not_unicode(old, name)
    warnings = []
    if count >= _WORTH_SAYING:
        warnings.append(
            say_n(
                "{count} word seems to be in {letters}, not in Unicode.",
                "{count} words seem to be in {letters}, not in Unicode.",
                count,
                letters=say(old),
            )
        )
    lost = text.count("\ufffd")
    if lost:
        warnings.append(
            say_n(
                "{count} letter of the file was lost before it came here.",
                "{count} letters of the file were lost before it came here.",
                lost,
            )
        )
    return tuple(warnings)


def pipe_tables(text: str) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
    """The pipe tables of a Markdown text: rows of cells, the heading first.

    A table is a line of cells, a line of as many rules (---), and the lines of cells below.
    """
    tables = []
    rows: list[tuple[Cell, ...]] = []
    heading: tuple[Cell, ...] = ()
    start = 0
    for line in text.split("\n"):
        cells = _cells(line, start) if "|" in line else ()
        start += len(line) + 1
        if rows and cells:
            rows.append(cells)
        elif rows:
            tables.append(tuple(rows))
            rows = []
        elif cells and len(cells) == len(heading) and _are_rules(text, cells):
            rows = [heading]
        heading = cells
    if rows:
        tables.append(tuple(rows))
    return tuple(tables)


def _cells(line: str, start: int) -> tuple[Cell, ...]:
    """The cells of a line that begins at `start`; the outer bars are no cells."""
    ends = [bar.start() for bar in _CELL_END.finditer(line)]
    begins = [0, *(end + 1 for end in ends)]
    stretches = list(zip(begins, [*ends, len(line)], strict=True))
    if not line[slice(*stretches[0])].strip():
        del stretches[0]
    if stretches and not line[slice(*stretches[-1])].strip():
        del stretches[-1]
    return tuple(_trimmed(line, begin, end, start) for begin, end in stretches)


def _trimmed(line: str, begin: int, end: int, start: int) -> Cell:
    words = line[begin:end]
    first = begin + len(words) - len(words.lstrip()) if words.strip() else begin
    return Cell(start + first, start + first + len(words.strip()))


def _are_rules(text: str, cells: tuple[Cell, ...]) -> bool:
    return all(_RULE.fullmatch(text, cell.start, cell.end) for cell in cells)


def _old_words(words: list[str]) -> dict[str, int]:
    """How many of the words show each of the old ways of writing."""
    bare = [word.strip(_ASCII_MARKS) for word in words]
    return {
        old.name: sum(
            word.casefold() in old.words or bool(old.letters and old.letters.search(word))
            for word in bare
        )
        for old in _OLD_LETTERS
    }


def _other_encoding(content: bytes, name: str) -> DataError:
    """The refusal of bytes that are not UTF-8."""
    counts = _old_words(content.decode("latin-1").split())
    windows = unicodedata.normalize("NFC", content.decode("cp1258", "replace")).casefold()
    counts[_WINDOWS] = sum(word.strip(_ASCII_MARKS) in _WINDOWS_WORDS for word in windows.split())
    encoding = max(counts, key=counts.__getitem__)
    if counts[encoding]:
        return _not_unicode(encoding, name)
    return DataError(
        say("{file} is not UTF-8, and its encoding is not known.", file=name),
        hint=say("Open it in the program that made it and save it as UTF-8 text or as .docx."),
    )


def _not_unicode(letters: str, name: str) -> DataError:
    return DataError(
        say(
            "The letters of {file} are in {letters}, not in Unicode.",
            file=name,
            letters=say(letters),
        ),
        hint=_AS_FIRST_SAVED if letters == _GARBLED else _CONVERT,
    )
