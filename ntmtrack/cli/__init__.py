"""The command line: the only room that knows Typer. A command is a hand-off."""
