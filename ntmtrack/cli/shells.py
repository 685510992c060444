"""How each shell asks at TAB and wants to be answered, and the script that teaches it to ask.

The protocol is that of Typer's scripts: `_NTMTRACK_COMPLETE` names the shell and
`_TYPER_COMPLETE_ARGS` holds the line up to the cursor. The scripts are our own. Typer's let zsh
evaluate what the program prints, and a name from another office's sheet is not to be run; they
give fish file names, or nothing but words; and they load Rich for every line of help.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

from ntmtrack.domain.text import fold
from ntmtrack.record import Record

_LINE = "_TYPER_COMPLETE_ARGS"
_WAY = "_NTMTRACK_COMPLETE_TYPE"

_WIDEST = 72
"""Letters of help behind a word, where the shell shows it as part of the word."""

_MENU = ("37", "42")
"""What bash calls putting words in by turns, or all at once: there they go without help."""


class Asked(Record):
    """A line that waits for its next word: the words before it, what has been typed of it.

    `quote` is the quotation mark that is still open in it, or "". `plain` asks for no help.
    """

    words: Sequence[str]
    text: str
    quote: str = ""
    plain: bool = False


class Offer(Record):
    """What may stand there, and what it means; `help` may be empty."""

    value: str
    help: str = ""


class Answer(Record):
    """What may stand there; `before` is what was typed of the same word and stays.

    `paths` asks the shell for names of its own: "files", "folders" or "".
    """

    offers: Sequence[Offer]
    before: str = ""
    paths: str = ""


def asked(environ: Mapping[str, str]) -> Asked:
    """The line that a script passes on. Raises KeyError where it passes none."""
    words: list[str] = []
    word: str | None = None
    quote = escape = ""
    for letter in environ[_LINE]:
        if escape:
            # Between double quotation marks a backslash is one unless it guards something.
            kept = escape if quote and letter not in '\\"$`' else ""
            word, escape = f"{word or ''}{kept}{letter}", ""
        elif letter == "\\" and quote != "'":
            escape = letter
        elif letter == quote or (not quote and letter in "'\""):
            word, quote = word or "", "" if quote else letter
        elif not quote and letter.isspace():
            words, word = words if word is None else [*words, word], None
        else:
            word = f"{word or ''}{letter}"
    return Asked(words[1:], word or "", quote, environ.get(_WAY) in _MENU)


def _bash(answer: Answer, asked: Asked) -> str:
    """Words as bash puts them into the line; where there are several, each with its help.

    It puts in what all begin with, whatever was typed: the typed word goes with others than go
    on from it.
    """
    values = [_escaped(offer.value, asked.quote) for offer in answer.offers]
    if len(values) < 2 or asked.plain:
        return _lines(answer, values)
    shared = _shared(values)
    told = [
        f"{value}  ({_cut(offer.help)})" if offer.help else value
        for value, offer in zip(values, answer.offers, strict=True)
    ]
    typed = asked.text.removeprefix(answer.before)
    if shared and not fold(shared).startswith(fold(_escaped(typed, asked.quote))):
        told.insert(0, _escaped(typed, asked.quote))
    return _lines(answer, told)


def _tabbed(answer: Answer, _asked: Asked) -> str:
    """Words that the shell puts in and quotes by itself, a tab, their help."""
    return _lines(
        answer, [f"{answer.before}{offer.value}\t{offer.help}" for offer in answer.offers]
    )


def _powershell(answer: Answer, _asked: Asked) -> str:
    """Words as PowerShell puts them into the line, a tab, the same to be read, a tab, help."""
    return _lines(
        answer,
        [
            f"{answer.before}{_quoted(offer.value)}\t{offer.value}\t{offer.help or offer.value}"
            for offer in answer.offers
        ],
    )


def _shared(values: Sequence[str]) -> str:
    """The letters with which all of the words begin."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*values, strict=False))
    return "".join(letters[0] for letters in alike)


def _lines(answer: Answer, told: Sequence[str]) -> str:
    paths = [f":{answer.paths}"] if answer.paths else []
    return "".join(f"{line}\n" for line in (*paths, *told))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _escaped(value: str, quote: str) -> str:
    """A word as bash reads it back, after a quotation mark that is open or after none."""
    if quote == "'":
        return value.replace("'", "'\\''")
    special = '\\"$`' if quote else None
    return "".join(
        f"\\{letter}" if _is_special(letter, special, "_-./,:@%+=") else letter for letter in value
    )


def _quoted(value: str) -> str:
    """A word as PowerShell reads it back; it takes curly marks for straight ones."""
    if not any(_is_special(letter, None, "_-./") for letter in value):
        return value
    doubled = "".join(letter * 2 if letter in "'‘’‚‛" else letter for letter in value)
    return f"'{doubled}'"


def _is_special(letter: str, special: str | None, plain: str) -> bool:
    if special is not None:
        return letter in special
    return not (letter.isalnum() or letter in plain)


_BASH = r"""# Words for ntmtrack at TAB, in bash 4.4 and newer.
_ntmtrack_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :files) compopt -o default ;;
            :folders) compopt -o dirnames ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <(_NTMTRACK_COMPLETE=complete_bash _NTMTRACK_COMPLETE_TYPE=$COMP_TYPE \
        _TYPER_COMPLETE_ARGS="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
}
complete -o nosort -F _ntmtrack_completion ntmtrack
"""

_ZSH = r"""#compdef ntmtrack
# Words for ntmtrack at TAB, in zsh.
_ntmtrack() {
    local line
    local -a values shown
    while IFS= read -r line; do
        case $line in
            :files) _files ;;
            :folders) _files -/ ;;
            *)
                values+=("${line%%$'\t'*}")
                shown+=("${${line/$'\t'/  }%% #}")
                ;;
        esac
    done < <(_NTMTRACK_COMPLETE=complete_zsh \
        _TYPER_COMPLETE_ARGS="${words[1,CURRENT-1]} $QIPREFIX$PREFIX" \
        "${(Q)words[1]}" 2>/dev/null)
    (( $#values )) || return
    # What does not go on from the typed letters is put in by turns, never in part.
    [[ -n ${values:#$PREFIX*} ]] && compstate[insert]=menu
    compadd -U -l -V ntmtrack -d shown -a values
}
if [[ $funcstack[1] == _ntmtrack ]]; then
    _ntmtrack "$@"
else
    compdef _ntmtrack ntmtrack
fi
"""

_FISH = r"""# Words for ntmtrack at TAB, in fish.
function __ntmtrack_complete
    set -lx _NTMTRACK_COMPLETE complete_fish
    set -lx _TYPER_COMPLETE_ARGS (commandline -cp | string collect)
    set -l found (ntmtrack 2>/dev/null)
    for each in $found
        switch $each
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\n' $each
        end
    end
end
complete --command ntmtrack --no-files --keep-order --arguments '(__ntmtrack_complete)'
"""

_POWERSHELL = r"""# Words for ntmtrack at TAB, in PowerShell.
Register-ArgumentCompleter -Native -CommandName ntmtrack -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $commandAst.ToString().PadRight($length, ' ').Substring(0, $length)
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
        $Env:_NTMTRACK_COMPLETE = 'complete_powershell'
        $Env:_TYPER_COMPLETE_ARGS = $line
        ntmtrack 2>$null | ForEach-Object {
            $value, $shown, $help = $_ -split "`t", 3
            if ($value -in ':files', ':folders') {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename(
                    $wordToComplete)
            } else {
                [System.Management.Automation.CompletionResult]::new(
                    $value, $shown, 'ParameterValue', $help)
            }
        }
    } finally {
        $Env:_NTMTRACK_COMPLETE = $null
        $Env:_TYPER_COMPLETE_ARGS = $null
        [Console]::OutputEncoding = $encoding
    }
}
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}
"""The script of each shell, by the name that the command calls it by."""

TELL: Mapping[str, Callable[[Answer, Asked], str]] = {
    "bash": _bash,
    "zsh": _tabbed,
    "fish": _tabbed,
    "powershell": _powershell,
}
"""How each shell is told an answer, by the name that its script says."""
