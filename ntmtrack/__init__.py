"""ntmtrack: a local ledger of Nông thôn mới criteria and the tasks that close them."""

__version__ = "0.1.0"
