"""Saved views: command lines that only look, kept under a name on the machine of an office.

They stand in the table [views] of the configuration file, each a name and the line as text.
"""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.naming import ambiguous, unknown
from ntmtrack.config import VIEWS
from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import views as report
from ntmtrack.reports.report import Report
from ntmtrack.reports.views import View

_LONGEST = 60


def known(table: Mapping[str, object] | None) -> list[View]:
    """The saved views, by name. Raises DataError for an entry that holds no command line."""
    found = []
    for name, line in sorted((table or {}).items(), key=lambda entry: fold(entry[0])):
        if not isinstance(line, str):
            raise DataError(
                say("the view {name} in the settings is no command line", name=name),
                hint=say("mend it there, or drop it: `ntmtrack view drop NAME`"),
            )
        found.append(View(name, line))
    return found


def named(table: Mapping[str, object] | None, words: str) -> View:
    """The view of a name, marks and case aside; DataError where none or several bear it."""
    views = known(table)
    exact = [each for each in views if each.name == words]
    found = exact or [each for each in views if fold(each.name) == fold(words)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(words, [say("{name}", name=each.name) for each in found])
    raise unknown(
        say("there is no view {words}", words=words),
        words,
        [each.name for each in views],
        say("see `ntmtrack view list`, or save one: `ntmtrack view save NAME -- COMMAND`"),
    )


def words_of(view: View) -> list[str]:
    """The words of the command line of a view, without the program's name.

    Raises DataError where its quotes are not closed.
    """
    try:
        return shlex.split(view.line)
    except ValueError as error:
        raise DataError(
            say("the view {name} in the settings is no command line", name=view.name),
            hint=say("mend it there, or drop it: `ntmtrack view drop NAME`"),
        ) from error


def save(
    context: Context,
    place: Path,
    table: Mapping[str, object] | None,
    name: str,
    words: Sequence[str],
) -> Report:
    """Keep a command line that was found good under a name, in the configuration file `place`.

    Raises DataError for a name that is taken, too long, or looks like an option.
    """
    name = clean(name)
    if name.startswith("-") or len(name) > _LONGEST:
        raise DataError(
            say("{name} is no name for a view", name=name),
            hint=say("give a word or a few, not more than {most} characters", most=_LONGEST),
        )
    taken = [each for each in known(table) if fold(each.name) == fold(name)]
    view = View(name, shlex.join(words))
    if taken and taken[0] != view:
        raise DataError(
            say("there is a view {name} already: {line}", name=taken[0].name, line=taken[0].line),
            hint=say("drop it first, or choose another name; nothing was written"),
        )
    from ntmtrack.config_writing import write

    write(place, {(VIEWS, name): view.line})
    return report.build([view], day=context.today, name="view save", title=say("View saved"))


def drop(context: Context, place: Path, table: Mapping[str, object] | None, words: str) -> Report:
    """Take a view away. Raises DataError where there is none of that name."""
    view = View(words, "") if words in (table or {}) else named(table, words)
    line = (table or {})[view.name]
    from ntmtrack.config_writing import write

    write(place, {(VIEWS, view.name): None})
    gone = View(view.name, str(line))
    return report.build([gone], day=context.today, name="view drop", title=say("View dropped"))


def listing(context: Context, table: Mapping[str, object] | None) -> Report:
    """Every saved view, and the command that shows it."""
    return report.build(known(table), day=context.today, name="view list", title=say("Saved views"))
