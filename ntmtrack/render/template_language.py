"""The few words that a template may use: names and rows of lists, loops over lists, conditions.

A template comes from anywhere, and what it asks for is looked at before any of it is filled in:
it calls nothing, reaches nothing that it was not given, and cannot be made to run for ever.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

Known = Mapping[str, frozenset[str] | None]
"""The names that there are; of lists, what their rows hold."""

MOST = 48_000_000
"""Characters that a filled template may have; a province's report has a hundredth of it."""

_LOOP = frozenset({"index", "first", "last", "length"})
"""What a loop knows of itself."""

_PER_VALUE = 64
"""Characters that are reckoned for each value filled in."""


_SIGNS = {
    "Add": "+",
    "Call": "( )",
    "Concat": "~",
    "Dict": "{ }",
    "Div": "/",
    "FloorDiv": "//",
    "Getitem": "[ ]",
    "List": "[ ]",
    "Mod": "%",
    "Mul": "*",
    "Neg": "-",
    "Pow": "**",
    "Sub": "-",
    "Test": "is",
    "Tuple": "( )",
}
"""What a template may not do, as it is written."""


class Fault(Record):
    """What is wrong with a template, and where it was found, if that is known."""

    what: Message
    line: int = 0


def environment(words: Callable[[object], str], known: Known, sizes: Mapping[str, int]) -> Any:
    """What fills templates: `words` says a value as people read it; `sizes` are those of lists.

    It raises DataError for a text that asks for anything else.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Bounded(ImmutableSandboxedEnvironment):
        """Looks at every text before it is filled."""

        def from_string(self, source: Any, *given: Any, **named: Any) -> Any:
            refuse(self, source, known, sizes)
            return super().from_string(source, *given, **named)

    made = Bounded(
        autoescape=True, undefined=StrictUndefined, finalize=words, keep_trailing_newline=True
    )
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update(
        length=len,
        upper=lambda value: words(value).upper(),
        lower=lambda value: words(value).lower(),
    )
    return made


def refuse(env: Any, source: str, known: Known, sizes: Mapping[str, int]) -> None:
    """Raise DataError for a text with faults, or one that would become too long."""
    found = faults(env, source, known)
    if found:
        raise DataError(
            say("the template cannot be filled"),
            hint=say(
                "see the names there are with `ntmtrack report --templates`; nothing was written"
            ),
            details=tuple(fault.what for fault in found),
        )
    if _length(env.parse(source), sizes) > MOST:
        raise DataError(
            say("the template would become too long"),
            hint=say(
                "it repeats lists within lists; take the inner loops out; nothing was written"
            ),
        )


def faults(env: Any, source: str, known: Known) -> list[Fault]:
    """What is wrong with a text; nothing where it can be filled."""
    from jinja2 import TemplateSyntaxError

    try:
        tree = env.parse(source)
    except TemplateSyntaxError as error:
        return [
            Fault(
                say("it is not understood: {words}", words=short(error.message or "")), error.lineno
            )
        ]
    return list(_Looking(known).at(tree, {}))


class _Looking:
    """Goes through what was read of a template; `rows` are the names of rows and what they hold."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def at(self, node: Any, rows: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        match type(node).__name__:
            case "Template" | "If" | "Compare" | "Operand" | "And" | "Or" | "Not":
                yield from self._below(node, rows)
            case "Output":
                yield from self._below(node, rows)
                for child in node.nodes:
                    yield from self._shown(child, rows)
            case "CondExpr":
                yield from self._below(node, rows)
            case "TemplateData" | "Const":
                pass
            case "For":
                yield from self._loop(node, rows)
            case "Name":
                if node.name not in self._known and node.name not in rows:
                    yield _unknown(node, node.name, [*self._known, *rows])
            case "Getattr":
                yield from self._attribute(node, rows)
            case "Filter":
                if node.name not in ("length", "upper", "lower") or node.args or node.kwargs:
                    yield Fault(
                        say("there is no filter {name} here", name=short(node.name)), node.lineno
                    )
                elif node.node is not None:
                    yield from self.at(node.node, rows)
            case other:
                words = _SIGNS.get(other, other)
                yield Fault(
                    say("{words} is not something a template may do", words=words), node.lineno
                )

    def _below(self, node: Any, rows: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        for child in node.iter_child_nodes():
            yield from self.at(child, rows)

    def _shown(self, node: Any, rows: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        """A list or a row is no words: what it holds is named."""
        match type(node).__name__:
            case "Filter" if node.name != "length":
                yield from self._shown(node.node, rows)
            case "CondExpr":
                for child in (node.expr1, node.expr2):
                    yield from self._shown(child, rows)
            case "Name" if node.name in rows:
                names = tuple(f"{node.name}.{each}" for each in sorted(rows[node.name]))
                what = say(
                    "{name} is a row; name what it holds: {names}", name=node.name, names=names
                )
                yield Fault(what, node.lineno)
            case "Name" if self._known.get(node.name) is not None:
                loop = f"{{% for dong in {node.name} %}}"
                what = say("{name} is a list; its rows come with {loop}", name=node.name, loop=loop)
                yield Fault(what, node.lineno)

    def _loop(self, node: Any, rows: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        target, source = node.target, node.iter
        plain = type(target).__name__ == "Name" and type(source).__name__ == "Name"
        if not plain or node.recursive or node.test is not None:
            yield Fault(say("a loop is written: {form}", form="for dong in qua_han"), node.lineno)
            return
        held = self._known.get(source.name)
        if held is None:
            lists = [name for name, columns in self._known.items() if columns is not None]
            yield _unknown(node, source.name, lists)
            held = frozenset()
        inner = {**rows, target.name: held, "loop": _LOOP}
        for child in (*node.body, *node.else_):
            yield from self.at(child, inner)

    def _attribute(self, node: Any, rows: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        if type(node.node).__name__ != "Name":
            yield Fault(
                say("{words} is not something a template may do", words=short(f".{node.attr}")),
                node.lineno,
            )
            return
        held = rows.get(node.node.name)
        if held is None:
            yield _unknown(node, node.node.name, list(rows))
        elif held and node.attr not in held:
            near = get_close_matches(fold(node.attr), sorted(held), n=3)
            named = f"{node.node.name}.{node.attr}"
            if near:
                yield _unknown(node, named, [f"{node.node.name}.{each}" for each in near])
            else:
                what = say(
                    "there is no name {name}; a row here has {names}",
                    name=short(named),
                    names=tuple(sorted(held)),
                )
                yield Fault(what, node.lineno)


def short(text: str) -> str:
    """Enough of what a template says for it to be found there."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_SHOWN = 80


def _unknown(node: Any, name: str, names: Sequence[str]) -> Fault:
    name = short(name)
    near = get_close_matches(fold(name), names, n=3)
    if near:
        what = say("there is no name {name}; did you mean {names}?", name=name, names=tuple(near))
        return Fault(what, node.lineno)
    return Fault(say("there is no name {name}", name=name), node.lineno)


def _length(node: Any, sizes: Mapping[str, int]) -> int:
    """How long a text may become, its lists being as long as they are."""
    match type(node).__name__:
        case "TemplateData":
            return len(node.data)
        case "For":
            inside = sum(_length(child, sizes) for child in node.body) + 1
            return inside * sizes.get(getattr(node.iter, "name", ""), 0) + sum(
                _length(child, sizes) for child in node.else_
            )
        case "Name" | "Getattr" | "Filter":
            return _PER_VALUE
        case _:
            return sum(_length(child, sizes) for child in node.iter_child_nodes())
