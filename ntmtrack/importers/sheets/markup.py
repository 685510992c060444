"""Reading XML of a workbook from end to end without building a tree of it."""

from collections.abc import Callable
from xml.parsers import expat

from ntmtrack.importers.sheets.content import not_a_workbook

Attributes = dict[str, str]


def walk(
    part: bytes,
    name: str,
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Tell of every element as it begins and ends, and of the text between.

    Names come as they are written, with their prefix. Raises DataError for what is not XML of
    the workbook called `name`. Entities cannot be declared: `archive.unpacked` refuses them.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # An encoding that nobody knows, an attribute that is not there, a number that is none.
        raise not_a_workbook(name) from error


def bare(tag: str) -> str:
    """The name of an element or an attribute without its prefix."""
    return tag.rpartition(":")[2]
