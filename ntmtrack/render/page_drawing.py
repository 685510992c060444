"""The picture of a report within a web page: the lines of `plot`, fit to stand in a document.

Its styles become attributes, so that the page may refuse every style but its own; ids that
nothing refers to go, the others begin with the id of their part; it has a name and a description.
"""

import re
import xml.etree.ElementTree as ElementTree

from ntmtrack.message import Message
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.reports.report import Drawing, Report

_NAMESPACE = re.compile(r"\{[^}]*\}")
_REFERENCE = re.compile(r"#([^)\"]+)")
_LEFT_OUT = ("metadata", "style", "title", "desc")
_TOLD_BY = ("aria-labelledby", "aria-describedby")
# What the picture's own style sheet says of every element.
_LINES = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def inline(report: Report, drawing: Drawing, localiser: Localiser, ident: str) -> str:
    """The picture as an `svg` element; `ident` begins its ids.

    What the page says around it is not written into it once more.
    """
    from ntmtrack.render import plot

    bare = report._replace(title=Message(""), basis=None)
    drawn = plot.draw(bare, drawing._replace(notes=()), localiser, format="svg")
    root = ElementTree.fromstring(drawn)
    for parent in list(root.iter()):
        for child in list(parent):
            if _NAMESPACE.sub("", child.tag) in _LEFT_OUT:
                parent.remove(child)
    for element in root.iter():
        element.tag = _NAMESPACE.sub("", element.tag)
        _plain(element)
    _renamed(root, ident)
    return ElementTree.tostring(_named(root, report, drawing, localiser, ident), encoding="unicode")


def _plain(element: ElementTree.Element) -> None:
    """Attributes without namespaces, and a style as the attributes that mean the same."""
    given = {_NAMESPACE.sub("", name): value for name, value in element.attrib.items()}
    style = given.pop("style", "")
    rules = (rule.partition(":") for rule in style.split(";") if rule.strip())
    given |= {name.strip(): value.strip() for name, _, value in rules}
    element.attrib.clear()
    element.attrib.update(given)


def _renamed(root: ElementTree.Element, ident: str) -> None:
    """Ids that are referred to, and what refers to them, get the id of the part before them."""
    used = {
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in _REFERENCE.findall(value)
    }
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{ident}-{value}")
            elif name == "href" or value.startswith("url("):
                element.set(name, value.replace("#", f"#{ident}-"))


def _named(
    root: ElementTree.Element,
    report: Report,
    drawing: Drawing,
    localiser: Localiser,
    ident: str,
) -> ElementTree.Element:
    told = {
        "title": localiser.say(report.title),
        "desc": " ".join(localiser.say(note) for note in drawing.notes),
    }
    size = {"viewBox": root.get("viewBox", ""), "role": "img"}
    named = ElementTree.Element("svg", size | _LINES)
    for (tag, text), attribute in zip(told.items(), _TOLD_BY, strict=True):
        if text:
            named.set(attribute, f"{ident}-{tag}")
            ElementTree.SubElement(named, tag, {"id": f"{ident}-{tag}"}).text = flat(text)
    named.extend(root)
    return named
