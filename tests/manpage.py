"""The man page, in both languages, made of what the commands say of themselves in their help.

`python -m tests.manpage` writes it anew; the wheel brings it where `man` looks. Exit codes are
those of the manual's page.
"""

from collections.abc import Iterator
from typing import Any

import typer

from ntmtrack import __version__
from ntmtrack.app.manual import MAN, page
from ntmtrack.cli.app import build
from ntmtrack.cli.examples import examples
from ntmtrack.config import KEYS, Settings
from ntmtrack.i18n import translator
from ntmtrack.render.manual_page import bare
from ntmtrack.render.pieces import Kind, pieces

FILES = {"en": MAN / "ntmtrack.1", "vi": MAN / "ntmtrack.vi.1"}

_WORDS = {
    "en": {
        "name": "NAME",
        "synopsis": "SYNOPSIS",
        "description": "DESCRIPTION",
        "options": "OPTIONS",
        "shared": "OPTIONS THAT COMMANDS SHARE",
        "commands": "COMMANDS",
        "exit": "EXIT STATUS",
        "environment": "ENVIRONMENT",
        "files": "FILES",
        "see": "SEE ALSO",
        "what": "a ledger of Vietnam's Nông thôn mới criteria and the tasks that close them",
        "usage": "[OPTIONS] COMMAND [ARGS]...",
        "manual": "The manual: ntmtrack manual. One command: ntmtrack COMMAND --help.",
        "setting": "wins over `{key}` in the settings",
        "config": "the settings, where $NTMTRACK_CONFIG names no other file",
        "ledger": "the ledger, where neither --db nor $NTMTRACK_DB names another",
    },
    "vi": {
        "name": "TÊN",
        "synopsis": "CÁCH DÙNG",
        "description": "MÔ TẢ",
        "options": "TÙY CHỌN",
        "shared": "TÙY CHỌN CHUNG CỦA CÁC LỆNH",
        "commands": "CÁC LỆNH",
        "exit": "MÃ THOÁT",
        "environment": "BIẾN MÔI TRƯỜNG",
        "files": "TỆP",
        "see": "XEM THÊM",
        "what": "sổ theo dõi tiêu chí nông thôn mới và các nhiệm vụ để hoàn thành tiêu chí",
        "usage": "[TÙY_CHỌN] LỆNH [THAM_SỐ]...",
        "manual": "Tài liệu hướng dẫn: ntmtrack manual. Một lệnh: ntmtrack LỆNH --help.",
        "setting": "thay cho `{key}` trong cấu hình",
        "config": "cấu hình, nếu $NTMTRACK_CONFIG không nêu tệp khác",
        "ledger": "sổ theo dõi, nếu --db và $NTMTRACK_DB không nêu tệp khác",
    },
}

_SHARED = ("as_of", "known", "check", "format", "output", "columns", "width", "help")
"""What most commands take is told once."""


def made(lang: str) -> str:
    """The man page in a language, in the macros of man(7)."""
    words = _WORDS[lang]
    root = build(Settings(), lang, (), translator(lang).gettext)
    context = typer.Context(root, info_name="ntmtrack")
    root.get_help(context)
    lines = [
        rf'.TH NTMTRACK 1 "" "ntmtrack {__version__}" "ntmtrack"',
        # Vietnamese words are not broken, and lines are not stretched.
        *(".ad l", ".nh"),
        *(f".SH {words['name']}", rf"ntmtrack \- {_text(words['what'])}"),
        *(f".SH {words['synopsis']}", ".B ntmtrack", _text(words["usage"])),
        *(f".SH {words['description']}", _text(root.help), ".PP", _text(words["manual"])),
        *(f".SH {words['options']}", *_options(root, context, ())),
        *(f".SH {words['shared']}", *_shared(root, context)),
        f".SH {words['commands']}",
    ]
    for command, below in _commands(root, context):
        lines += _command(command, below, lang)
    lines += [f".SH {words['exit']}", *_exit_codes(lang)]
    lines += [f".SH {words['environment']}", *_environment(words["setting"])]
    lines += [f".SH {words['files']}"]
    for file, told in (("config.toml", "config"), ("ntmtrack.db", "ledger")):
        folder = "~/.config" if told == "config" else "~/.local/share"
        lines += [".TP", f".I {folder}/ntmtrack/{file}", _text(words[told])]
    lines += [f".SH {words['see']}", r".BR man (1),", r".BR crontab (5),", ".BR sqlite3 (1)"]
    return "\n".join(lines) + "\n"


def _commands(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Every command with its context, a group before those below it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        below = typer.Context(command, info_name=name, parent=context)
        command.get_help(below)
        yield command, below
        if hasattr(command, "commands"):
            yield from _commands(command, below)


def _command(command: Any, context: Any, lang: str) -> Iterator[str]:
    path = context.command_path.partition(" ")[2]
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_text(path)}"
    yield rf".B ntmtrack {_text(path)}"
    yield _text(usage)
    yield ".PP"
    yield _text(command.help or "")
    yield from _options(command, context, _SHARED)
    yield ".PP"
    yield ".EX"
    yield from (_text(line) for line in examples(path))
    yield ".EE"


def _options(command: Any, context: Any, without: tuple[str, ...]) -> Iterator[str]:
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record is not None and param.name not in without:
            yield from (".TP", f".B {_text(record[0])}", _text(record[1]))


def _shared(root: Any, context: Any) -> Iterator[str]:
    look = root.get_command(context, "unmet")
    below = typer.Context(look, info_name="unmet", parent=context)
    look.get_help(below)
    for param in look.get_params(below):
        if param.name in _SHARED:
            name, told = param.get_help_record(below)
            yield from (".TP", f".B {_text(name)}", _text(told))


def _exit_codes(lang: str) -> Iterator[str]:
    table = next(each for each in pieces(page("exit-codes", lang)) if each.kind is Kind.TABLE)
    for code, when, _ in table.rows[1:]:
        yield from (".TP", f".B {code}", _text(bare(when)))


def _environment(told: str) -> Iterator[str]:
    for key, variable in KEYS.items():
        yield from (".TP", f".B {variable}", _text(told.format(key=key)))


def _text(words: str) -> str:
    """Words as man takes them: nothing in them is a command of its own."""
    told = " ".join(words.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{told}" if told.startswith((".", "'")) else told


if __name__ == "__main__":
    MAN.mkdir(exist_ok=True)
    for each, file in FILES.items():
        file.write_text(made(each), "utf-8")
