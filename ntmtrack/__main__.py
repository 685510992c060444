"""`python -m ntmtrack`."""

from ntmtrack.cli.start import console

console()
