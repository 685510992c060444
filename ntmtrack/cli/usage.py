"""What the library says against a command line, as sentences of ours; loaded only then."""

import ast
from collections.abc import Sequence
from typing import Any

from ntmtrack.cli import meant
from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.cli.group import path_of, placeholders
from ntmtrack.cli.helping import told_choices
from ntmtrack.cli.vietnamese import option
from ntmtrack.i18n import translator
from ntmtrack.message import Message, say

_GLOBAL = ("--db", "--lang", "--today", "--actor")
_OF_A_COMMAND = (
    *("--format", "--output", "--columns", "--width"),
    *("--as-of", "--known", "--check", "--where"),
)
_SHORT = ("-f", "-o")


def fault(error: Any, arguments: Sequence[str], lang: str) -> UsageFault:
    """An error of the library, for a command line, as one of ours."""
    told = _Told(error, arguments, vietnamese=lang == "vi")
    param = told.param
    if param is not None and param.metavar:
        param.metavar = placeholders(param.metavar, translator(lang).gettext)
    return UsageFault(told.reason(), hint=say("see `{command} --help`", command=told.command))


class _Told:
    """One error, with what it says of itself."""

    def __init__(self, error: Any, arguments: Sequence[str], *, vietnamese: bool) -> None:
        context = error.ctx
        self.kind = type(error).__name__
        self.words = str(error.message)
        self.param: Any = getattr(error, "param", None)
        self.option = str(getattr(error, "option_name", ""))
        self.arguments = arguments
        self.vietnamese = vietnamese
        self.command = context.command_path
        self.path = path_of(context)
        params = context.command.get_params(context)
        self.known = [each for of in params for each in (*of.opts, *of.secondary_opts)]

    def reason(self) -> Message:
        """What is wrong, in one sentence."""
        if self.kind == "NoSuchOption":
            return self._no_option()
        if self.kind == "MissingParameter":
            return say("{name} is missing", name=self._label())
        if self.kind == "BadParameter":
            choices = tuple(str(each) for each in getattr(self.param.type, "choices", ()))
            return self._no_choice(choices) if choices else self._misfit()
        if self.kind == "BadOptionUsage":
            name = self._as_typed(self.option)
            if "does not take" in self.words:
                return say("{name} takes no value", name=name)
            return say("{name} needs a value", name=name)
        if "extra argument" in self.words:
            too_many = self.words.partition("(")[2].partition("(")[2].removesuffix(")")
            return say("there is an argument too many: {words}", words=too_many)
        return say("{words}", words=self.words)

    def _no_option(self) -> Message:
        name = self.option
        if len(name) == 2:
            # Of "-han" the library tells but "-h": the whole word was meant.
            name = next((word for word in self.arguments if word.startswith(name)), name)
        if option(name, _GLOBAL, ""):
            return say("{name} comes before the command: `ntmtrack {name} … COMMAND`", name=name)
        if not self.path and (name in _SHORT or option(name, _OF_A_COMMAND, "")):
            return say("{name} comes behind the command: `ntmtrack COMMAND … {name} …`", name=name)
        near = meant.options_like(name, self.known, self.path, both=self.vietnamese)
        if near:
            return say("there is no option {name}; perhaps {near}?", name=name, near=near)
        return say("there is no option {name}", name=name)

    def _no_choice(self, choices: tuple[str, ...]) -> Message:
        # The library keeps the value but in its sentence: "'x' is not one of …".
        typed = str(ast.literal_eval(self.words.rpartition(" is not one of ")[0]))
        near = meant.values_like(typed, choices, both=self.vietnamese)
        told = told_choices(choices, vietnamese=self.vietnamese)
        if near:
            return say(
                "{name} takes one of: {choices}; perhaps {near}?",
                name=self._label(),
                choices=told,
                near=near,
            )
        return say("{name} takes one of: {choices}", name=self._label(), choices=told)

    def _misfit(self) -> Message:
        """A value that the library refused: all that it checks itself is whole numbers."""
        low, high = (getattr(self.param.type, bound, None) for bound in ("min", "max"))
        name = self._label()
        if low is not None and high is not None:
            return say(
                "{name} takes a whole number from {low} to {high}", name=name, low=low, high=high
            )
        if low is not None:
            return say("{name} takes a whole number of {low} or more", name=name, low=low)
        return say("{name} does not fit: {reason}", name=name, reason=self.words)

    def _label(self) -> str:
        """What a parameter is called: an option as it was typed, an argument by its placeholder."""
        long = [opt for opt in self.param.opts if opt.startswith("--")]
        if long:
            return self._as_typed(long[0])
        return str(self.param.metavar or self.param.name).strip("[].")

    def _as_typed(self, english: str) -> str:
        """An option by the name it was typed under, which may be a Vietnamese one."""
        for word in self.arguments:
            name = word.partition("=")[0]
            if name.startswith("--") and option(name, [english], self.path):
                return name
        return english
