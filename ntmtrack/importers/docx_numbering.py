"""The numbers that Word puts before the paragraphs of a list, which stand nowhere in its text."""

import re
from collections.abc import Iterator
from typing import Any

from ntmtrack.record import Record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as lxml writes it before a tag."""

_PLACE = re.compile(r"%([1-9])")
_PLAIN_BULLETS = frozenset("-–—+*•")
_LEVELS = 9
_MOST_ROMAN = 3999
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


class _Level(Record):
    """One level of a list: how its numbers look and where they begin."""

    form: str
    text: str
    start: int


class _List(Record):
    """A list that paragraphs name: the lists it shares its numbers with, and where it restarts."""

    shared: str
    restarts: dict[int, int]


class Numbering:
    """Counts through a document, paragraph by paragraph."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """Take the roots of numbering.xml and styles.xml, of which either may be missing."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, int | None]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def label(self, paragraph: Any) -> str:
        """The number of the next paragraph, such as "1.", "a)" or "-"; "" if it has none."""
        key, depth = self._place(paragraph)
        named = self._lists.get(key or "")
        if key is None or named is None:
            return ""
        levels = self._levels.get(named.shared, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(named.shared, {})
        if key not in self._begun:
            self._begun.add(key)
            for restarted, start in named.restarts.items():
                counts[restarted] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _label(levels, counts, level)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The list of a paragraph and its level there, by itself or by its style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        by_style = self._styles.get(_value(style), (None, None))
        own = _number_properties(paragraph.find(f"{W}pPr/{W}numPr"))
        key = own[0] if own[0] is not None else by_style[0]
        depth = own[1] if own[1] is not None else by_style[1]
        return key, depth or 0

    def _read_styles(self, styles: Any) -> None:
        found = {
            style.get(f"{W}styleId", ""): (
                _number_properties(style.find(f"{W}pPr/{W}numPr")),
                _value(style.find(f"{W}basedOn")),
            )
            for style in styles.findall(f"{W}style")
        }
        for name in found:
            key, depth = None, None
            for own, _ in _ancestry(found, name):
                key = own[0] if key is None else key
                depth = own[1] if depth is None else depth
            self._styles[name] = (key, depth)

    def _read_lists(self, numbering: Any) -> None:
        linked: dict[str, str] = {}
        for shared in numbering.findall(f"{W}abstractNum"):
            key = shared.get(f"{W}abstractNumId", "")
            self._levels[key] = dict(_levels(shared))
            link = shared.find(f"{W}numStyleLink")
            if link is not None:
                linked[key] = _value(link)
            for level in shared.findall(f"{W}lvl"):
                self._tie_style(level)
        for named in numbering.findall(f"{W}num"):
            key = named.get(f"{W}numId", "")
            restarts = {
                _number(each.get(f"{W}ilvl"), 0): _number(start.get(f"{W}val"), 1)
                for each in named.findall(f"{W}lvlOverride")
                if (start := each.find(f"{W}startOverride")) is not None
            }
            self._lists[key] = _List(_value(named.find(f"{W}abstractNumId")), restarts)
        for key, style in linked.items():
            target = self._lists.get(self._styles.get(style, (None, None))[0] or "")
            if target is not None:
                self._levels[key] = self._levels.get(target.shared, {})

    def _tie_style(self, level: Any) -> None:
        """A level may say which style it belongs to, instead of the style naming its level."""
        style = _value(level.find(f"{W}pStyle"))
        if style in self._styles:
            self._styles[style] = (self._styles[style][0], _number(level.get(f"{W}ilvl"), 0))


def _levels(shared: Any) -> Iterator[tuple[int, _Level]]:
    for level in shared.findall(f"{W}lvl"):
        yield (
            _number(level.get(f"{W}ilvl"), 0),
            _Level(
                _value(level.find(f"{W}numFmt")) or "decimal",
                _value(level.find(f"{W}lvlText")),
                _number(_value(level.find(f"{W}start")), 1),
            ),
        )


def _ancestry(
    styles: dict[str, tuple[tuple[str | None, int | None], str]], name: str
) -> Iterator[tuple[tuple[str | None, int | None], str]]:
    """A style and those it is based on; a style based on itself ends the line."""
    passed: set[str] = set()
    while name in styles and name not in passed:
        passed.add(name)
        yield styles[name]
        name = styles[name][1]


def _label(levels: dict[int, _Level], counts: dict[int, int], level: _Level) -> str:
    if level.form == "bullet":
        return level.text if level.text in _PLAIN_BULLETS else "-"

    def number(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        other = levels.get(depth)
        return "" if other is None else _formed(counts.get(depth, other.start), other.form)

    return _PLACE.sub(number, level.text).strip()


def _formed(count: int, form: str) -> str:
    """A number in the form that Word calls `form`; those not known here are plain figures."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        repeats, letter = divmod(count - 1, 26)
        letters = chr(ord("a") + letter) * min(repeats + 1, _LEVELS)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count <= _MOST_ROMAN:
        return _roman(count).lower() if form == "lowerRoman" else _roman(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, numeral in _ROMAN:
        times, count = divmod(count, value)
        letters += numeral * times
    return letters


def _number_properties(properties: Any | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    key, depth = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return (
        None if key is None else _value(key),
        None if depth is None else _number(_value(depth), 0),
    )


def _value(element: Any | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _number(words: str | None, otherwise: int) -> int:
    return int(words) if words is not None and re.fullmatch("[0-9]{1,5}", words) else otherwise
