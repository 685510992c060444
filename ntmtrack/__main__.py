"""`python -m ntmtrack`."""

from ntmtrack.cli.main import console

console()
