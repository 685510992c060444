"""Telephone numbers, which no letter carries on."""

import re

# Nine to eleven digits from 0 or +84, in groups as people write them; no part of a longer
# figure, of a document's number or of a date.
_PHONE = re.compile(r"(?<![\w./+-])(?:\+84|0)(?:[ .-]?\d){8,10}(?![\w/]|[.-]\d)")


def without_phones(text: str) -> str:
    """The text with each telephone number in it put as "…"."""
    return _PHONE.sub("…", text)
