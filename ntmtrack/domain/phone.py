"""Telephone numbers, which no letter carries on."""

import re

# Nine to eleven digits from 0, 84, +84 or 0084, in groups as people write them; no part of a
# longer figure. No date, sum of money or document's number begins so and is so long.
_GAP = r"[\s.\u2010-\u2015_()-]{0,2}"
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,])\(?(?:(?:\+|00){_GAP}84|84(?=\d{{9}}(?!\d))|0)\)?(?:{_GAP}\d){{8,10}}(?!\d)"
)


def without_phones(text: str) -> str:
    """The text with each telephone number in it put as "…"."""
    return _PHONE.sub("…", text)
