"""What was found out of a sheet, as a TOML file that officers can read, mend and use again."""

import json

from ntmtrack.domain.sheet_map import SheetMap
from ntmtrack.message import Message, say
from ntmtrack.render.localise import Localiser, flat

_LEAD = say("What this sheet's columns are. Use it with: ntmtrack import … FILE --map THIS_FILE")
_COLUMNS = say(
    'Each heading, and what it is taken for; "" leaves a column aside. "@F" names column F.'
)
_KEYS = say("What a column can be: {keys}")
_VERDICTS = say(
    "Marks of your office: met, nearly_met, unmet, not_applicable; not_assessed says nothing."
)
_NAMES = say("Names as this sheet writes them, with the code or name that the ledger knows.")
_LINES = say("The first and the last line of the headings.")


def text(said: SheetMap, keys: tuple[str, ...], localiser: Localiser) -> bytes:
    """The file, its comments in the reader's language; `keys` are what a column can be."""

    def comment(message: Message) -> str:
        return f"# {flat(localiser.say(message))}"

    lines = [comment(_LEAD)]
    for key, value in (("sheet", said.sheet), ("set", said.set), ("stage", said.stage)):
        if value is not None:
            lines.append(f"{key} = {quoted(value)}")
    if said.headings is not None:
        lines += ["", comment(_LINES), f"headings = [{said.headings[0]}, {said.headings[1]}]"]
    lines += ["", comment(_COLUMNS), comment(say(_KEYS.text, keys=keys)), "[columns]"]
    lines += [f"{quoted(name)} = {quoted(key)}" for name, key in said.columns.items()]
    lines += ["", comment(_VERDICTS), "[verdicts]"]
    lines += [f"{quoted(mark)} = {quoted(str(word))}" for mark, word in said.verdicts.items()]
    lines += ["", comment(_NAMES), "[names]"]
    lines += [f"{quoted(name)} = {quoted(meant)}" for name, meant in said.names.items()]
    return ("\n".join(lines) + "\n").encode()


def quoted(words: str) -> str:
    """Words as a string of TOML: JSON's escapes are a part of its own."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
