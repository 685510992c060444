"""Reports as Word files: a template that an office may edit, filled with the figures of a period.

What is wrong with a template is told with its place before anything is filled in: the paragraph
of the text, or the row of the table, in which it stands.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.render.localise import Localiser
from ntmtrack.render.template_file import packed
from ntmtrack.render.template_language import Fault, Known, environment, faults, short
from ntmtrack.render.template_values import Value, words

MEMBER = "word/document.xml"
"""What makes a packed file one of Word."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_STATEMENT = re.compile(r"\{%(-|tr|tc|p|r)?\s*(\w*)(.*?)-?%\}")
_VALUE = re.compile(r"\{\{(?:p|r|tr|tc)\s")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_MOST_TOLD = 20


class _Tag(Record):
    """A tag as it stands in the file: where, in which paragraph, and in which table, if in one."""

    text: str
    place: Message
    paragraph: Any
    table: Any


class _Open(Record):
    """A loop or condition that has begun."""

    word: str
    prefix: str
    tag: _Tag
    row: str | None = None
    source: str = ""


def fill(content: bytes, given: Mapping[str, Value], known: Known, localiser: Localiser) -> bytes:
    """The template with all its names filled; the same template and values give the same bytes.

    Raises DataError for a template that asks for what is not there, with every place.
    """
    template = _opened(content)
    sizes = {name: len(value) for name, value in given.items() if isinstance(value, list)}
    env = environment(lambda value: words(localiser, value), known, sizes)
    _refuse(_tags(template), env, known)
    try:
        template.render(dict(given), env, autoescape=True)
    except DataError:
        raise
    # docxtpl and the parsers below it name no exceptions of their own for what does not fit.
    except Exception as error:
        raise DataError(
            say("the tags of the template do not fit together: {reason}", reason=str(error)[:200]),
            hint=say(
                "rows are repeated between {rows}, paragraphs between {paragraphs}; nothing was"
                " written",
                rows="{%tr for … %} … {%tr endfor %}",
                paragraphs="{%p for … %} … {%p endfor %}",
            ),
        ) from error
    whole = BytesIO()
    template.save(whole)
    return packed(whole.getvalue())


def _opened(content: bytes) -> Any:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types

    template = DocxTemplate(BytesIO(content))
    try:
        template.init_docx()
    # The reader raises whatever its parsers do for a document that is not whole.
    except Exception as error:
        raise DataError(
            say("the template is not a whole document: {reason}", reason=str(error)[:200]),
            hint=say("open it in Word and save it again as .docx; nothing was written"),
        ) from error
    return template


def _tags(template: Any) -> list[_Tag]:
    """Every tag of the text, its headers and footers, in order."""
    document = template.docx
    found = list(_in_body(document.element.body))
    parts = {
        id(rel.target_part): rel.target_part
        for rel in document.part.rels.values()
        if not rel.is_external and rel.reltype.endswith(("/header", "/footer", "/footnotes"))
    }
    for part in parts.values():
        named = _PARTS[part.partname.split("/")[-1].rstrip("0123456789.xml") or "header"]
        for paragraph in _root(part).iter(f"{_W}p"):
            found += _of(paragraph, named, None)
    return found


_PARTS = {
    "header": say("the header of the page"),
    "footer": say("the footer of the page"),
    "footnotes": say("the footnotes"),
}


def _root(part: Any) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(part.blob)


def _in_body(body: Any) -> Iterator[_Tag]:
    paragraphs = tables = 0
    for child in body.iterchildren():
        if child.tag == f"{_W}tbl":
            tables += 1
            for number, row in enumerate(child.iter(f"{_W}tr"), 1):
                place = say("table {table}, row {row}", table=tables, row=number)
                for paragraph in row.iter(f"{_W}p"):
                    yield from _of(paragraph, place, child)
        else:
            for paragraph in child.iter(f"{_W}p"):
                paragraphs += 1
                yield from _of(paragraph, say("paragraph {number}", number=paragraphs), None)


def _of(paragraph: Any, place: Message, table: Any) -> Iterator[_Tag]:
    text = "".join(each.text or "" for each in paragraph.iter(f"{_W}t")).translate(_QUOTES)
    end = 0
    for found in _TAG.finditer(text):
        yield _Tag(found[0], place, paragraph, table)
        end = found.end()
    if "{{" in text[end:] or "{%" in text[end:]:
        # What was begun and never ended is told by itself.
        yield _Tag(text[end:].strip(), place, paragraph, table)


def _refuse(tags: list[_Tag], env: Any, known: Known) -> None:
    told = [
        say(
            "{place}: {tag}: {fault}", place=tag.place, tag=f"«{short(tag.text)}»", fault=fault.what
        )
        for tag, fault in _faults(tags, env, known)
    ]
    if told:
        raise DataError(
            say("the template cannot be filled"),
            hint=say(
                "see the names there are with `ntmtrack report --templates`; nothing was written"
            ),
            details=tuple(told[:_MOST_TOLD]),
        )


def _faults(tags: list[_Tag], env: Any, known: Known) -> Iterator[tuple[_Tag, Fault]]:
    begun: list[_Open] = []
    for tag in tags:
        statement = _STATEMENT.fullmatch(tag.text)
        if statement is None or tag.text.startswith("{{"):
            yield from ((tag, fault) for fault in _of_value(tag, begun, env, known))
            continue
        prefix, word, rest = statement[1] or "", statement[2], statement[3]
        if word in ("for", "if"):
            yield from ((tag, fault) for fault in _of_start(word, rest, begun, env, known))
            begun.append(_Open(word, prefix, tag, *_row_of(word, rest)))
        elif word in ("endfor", "endif", "elif", "else"):
            yield from ((tag, fault) for fault in _of_end(word, prefix, tag, begun))
            if word == "elif":
                yield from ((tag, fault) for fault in _of_start("if", rest, begun, env, known))
            elif word != "else" and begun:
                begun.pop()
        else:
            what = say("{words} is not something a template may do", words=short(word or tag.text))
            yield tag, Fault(what)
    for each in begun:
        yield each.tag, Fault(say("it is never ended with {word}", word=f"end{each.word}"))


def _of_value(tag: _Tag, begun: list[_Open], env: Any, known: Known) -> list[Fault]:
    if not tag.text.endswith(("}}", "%}")):
        return [Fault(say("it is not closed in this paragraph"))]
    raw = _VALUE.match(tag.text)
    if raw:
        return [Fault(say("{words} is not something a template may do", words=raw[0].strip()))]
    return faults(env, _within(begun, tag.text), known)


def _of_start(word: str, rest: str, begun: list[_Open], env: Any, known: Known) -> list[Fault]:
    return faults(env, _within(begun, f"{{% {word} {rest} %}}{{% end{word} %}}"), known)


def _within(begun: list[_Open], text: str) -> str:
    """A tag within the loops around it that can be understood, so that it is judged by itself."""
    for each in reversed(begun):
        if each.row:
            text = f"{{% for {each.row} in {each.source} %}}{text}{{% endfor %}}"
    return text


_FOR = re.compile(r"\s*(\w+)\s+in\s+(\w+)\s*")


def _row_of(word: str, rest: str) -> tuple[str | None, str]:
    found = _FOR.fullmatch(rest) if word == "for" else None
    return (found[1], found[2]) if found else (None, "")


def _of_end(word: str, prefix: str, tag: _Tag, begun: list[_Open]) -> list[Fault]:
    wanted = {"endfor": ("for",), "endif": ("if",), "elif": ("if",), "else": ("if", "for")}[word]
    if not begun or begun[-1].word not in wanted:
        return [Fault(say("nothing was begun that it could end"))]
    first = begun[-1]
    if first.prefix != prefix:
        return [Fault(say("it must be written as what it ends: {tag}", tag=short(first.tag.text)))]
    if prefix in ("", "-", "r") and first.tag.paragraph is not tag.paragraph:
        return [Fault(say("over several paragraphs it is written {tag}", tag=f"{{%p {word} %}}"))]
    if prefix == "tr" and (tag.table is None or first.tag.table is not tag.table):
        return [Fault(say("it must stand in the table in which it began"))]
    return []
