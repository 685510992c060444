"""The filter grammar: `chutri:"Phòng Kinh tế" han<2026-Q4 -xa:"Bản Bo"` and what it asks.

A filter is a line of terms; what answers it answers all of them. A term is a key, a sign and
words: `lead:A,B` is led by A or by B, `-lead:A` is not led by A, `due<2026-Q4` falls due before
that quarter, `due<=2026-Q4` not after it, `due:2026-Q4` within it. Keys are English or
Vietnamese, with marks or without, of one word or several. A comma with a blank behind it belongs
to a name ("Bình An, Lâm Bình"); quotes of any kind keep all that is between them.
"""

from collections.abc import Collection, Iterable, Sequence

from ntmtrack.domain.filter_words import KEYS, NOBODY, WORDS, squeezed
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

NONE = "none"
"""The word for what has none: `lead:none` is led by nobody."""

# How a key is asked, by what is typed; all but the last two only of days.
_WRITTEN = {"<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=", "<": "<", ">": ">", ":": ":", "=": ":"}
_CLOSERS = {'"': '"', "'": "'", "“": "”", "„": "“”", "”": "”", "‘": "’", "’": "’", "«": "»"}
_OF_DAYS = frozenset({"due", "since"})
_BY_NUMBER = "criterion"
_WORDS_OF_A_KEY = 3
"""Of so many words a key may be: "bộ tiêu chí"."""


class Term(Record):
    """One thing that is asked: a key by its English word, a sign, and the words that it takes.

    Several words are any of them; `negated` asks for none of them. Enumerated words are English.
    """

    key: str
    sign: str
    words: tuple[str, ...]
    negated: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a filter, in order.

    Raises DataError for an unknown key, with those that are nearest, for a sign that a key does
    not take, a word that is none of an enumeration, and quotes that are not closed.
    """
    line = clean(text)
    terms, place = [], 0
    while place < len(line):
        head = _head(line, place)
        if head is None:
            raise _refused(say("{words} does not begin with a key of a filter", words=line[place:]))
        negated, key, sign, place = head
        words, place = _words(line, place)
        terms.append(_term(key, sign, words, negated=negated))
    if not terms:
        raise _refused(say("the filter is empty"))
    return tuple(terms)


def render(terms: Iterable[Term]) -> str:
    """The line that reads as these terms."""
    return " ".join(
        f"{'-' if each.negated else ''}{each.key}{each.sign}{','.join(map(_quoted, each.words))}"
        for each in terms
    )


def is_filter(text: str) -> bool:
    """Whether words that may be a name begin like a filter: a key, known or not, and a sign."""
    return _head(clean(text), 0) is not None


def refuse_others(terms: Iterable[Term], keys: Collection[str]) -> None:
    """Raise DataError for a key that a question does not know, though others do."""
    for each in terms:
        if each.key not in keys:
            raise DataError(
                say("the filter key {key} says nothing here", key=each.key),
                hint=say("here are known: {keys}", keys=tuple(keys)),
            )


def _head(line: str, place: int, *, inside: bool = False) -> tuple[bool, str, str, int] | None:
    """A key and its sign at a place, and the place behind them; None where there is none.

    One word before a sign was meant for a key, known or not; several only where they are one.
    `inside` other words the shortest key counts: "Bản Bo tiêu chí:10" is about a criterion, though
    "bộ tiêu chí" is a key too.
    """
    start = place + line.startswith("-", place)
    end = _end_of_word(line, start)
    for _ in range(_WORDS_OF_A_KEY):
        found = _sign(line, end) if end > start else None
        if found is not None:
            first, *others = line[start:end].split(" ")
            if others and squeezed("".join((first, *others))) not in KEYS:
                return None
            if inside and any(squeezed("".join(others[at:])) in KEYS for at in range(len(others))):
                return None
            return start > place, line[start:end], *found
        behind = _end_of_word(line, end + 1)
        if not line.startswith(" ", end) or line.startswith(" -", end) or behind == end + 1:
            return None
        end = behind
    return None


def _end_of_word(line: str, place: int) -> int:
    while place < len(line) and (line[place].isalpha() or line[place] in "_-"):
        place += 1
    return place


def _sign(line: str, place: int) -> tuple[str, int] | None:
    """The sign behind a key that ends at a place, and the place behind it; None if there is none.

    A blank may stand before it, though not before one that only parts words: "Điều 5 : lập".
    """
    behind = place + line.startswith(" ", place)
    sign = next((each for each in _WRITTEN if line.startswith(each, behind)), None)
    if sign is None or (behind > place and _WRITTEN[sign] == ":"):
        return None
    behind += len(sign)
    return _WRITTEN[sign], behind + line.startswith(" ", behind)


def _words(line: str, place: int) -> tuple[tuple[str, ...], int]:
    """The words of a term from a place on, and the place of the next term."""
    found = []
    while True:
        quoted = line[place : place + 1] in _CLOSERS
        word, place = _in_quotes(line, place) if quoted else _bare(line, place)
        if not word:
            raise _refused(say("a key of the filter has no word behind it"))
        found.append(word)
        blank = quoted and line.startswith(" ,", place)
        if not line.startswith(",", place + blank):
            break
        place += blank + 1
        place += line.startswith(" ", place)
    return tuple(found), place + 1


def _in_quotes(line: str, place: int) -> tuple[str, int]:
    """What stands in quotes, and the place behind them.

    They close before a blank, a comma or the end: "Ea H'leo" holds none. Doubled, a quote is
    itself.
    """
    opener, place = line[place], place + 1
    closers, word = _CLOSERS[opener], ""
    while place < len(line):
        letter = line[place]
        if letter == opener and line.startswith(letter, place + 1):
            place += 1
        elif letter in closers and line[place + 1 : place + 2] in ("", " ", ","):
            return clean(word), place + 1
        word, place = word + letter, place + 1
    raise _refused(say("the quotes before {words} are not closed", words=word or opener))


def _bare(line: str, place: int) -> tuple[str, int]:
    """Words up to the next term, or to a comma without a blank behind it."""
    end = place
    while end < len(line):
        if line[end] == "," and line[end + 1 : end + 2] != " ":
            break
        if line[end] == " " and _head(line, end + 1, inside=True) is not None:
            break
        end += 1
    return line[place:end], end


def _term(key: str, sign: str, words: tuple[str, ...], *, negated: bool) -> Term:
    name = KEYS.get(squeezed(key))
    if name is None:
        raise _unknown(key)
    if sign != ":" and name not in _OF_DAYS:
        raise _refused(say("{key} takes the sign : alone", key=key))
    if sign != ":" and (len(words) > 1 or squeezed(words[0]) in NOBODY):
        raise _refused(say("{sign} takes one date", sign=sign))
    return Term(name, sign, tuple(dict.fromkeys(_read(name, words))), negated)


def _read(key: str, words: Sequence[str]) -> list[str]:
    """The words of a key as they are kept: enumerated ones in English, numbers one by one."""
    if key in WORDS:
        return [_enumerated(key, piece) for word in words for piece in word.split(",")]
    if key != "text":
        words = [NONE if squeezed(word) in NOBODY else word for word in words]
    if key != _BY_NUMBER:
        return list(words)
    from ntmtrack.domain.numbers import parse_numbers  # noqa: PLC0415 (start-up)

    return [
        number for word in words for number in ([word] if word == NONE else parse_numbers(word))
    ]


def _enumerated(key: str, word: str) -> str:
    found = WORDS[key].get(squeezed(word))
    if found is None:
        raise DataError(
            say("{word} is no word of the filter key {key}", word=word, key=key),
            hint=say("choose one of {names}", names=tuple(dict.fromkeys(WORDS[key].values()))),
        )
    return found


def _quoted(word: str) -> str:
    if all(letter.isalnum() or letter in "-./_" for letter in word):
        return word
    return '"' + word.replace('"', '""') + '"'


def _unknown(key: str) -> DataError:
    from ntmtrack.domain.likeness import alike  # noqa: PLC0415 (start-up)

    near = alike(squeezed(key), KEYS)
    hint = say("the keys are {keys}", keys=tuple(dict.fromkeys(KEYS.values())))
    if near:
        hint = say("did you mean {names}?", names=near)
    return DataError(say("there is no filter key {key}", key=key), hint=hint)


def _refused(sentence: Message) -> DataError:
    return DataError(
        sentence, hint=say('write it like lead:"Phòng Kinh tế" unit:"Bản Bo" due<2026-Q4')
    )
