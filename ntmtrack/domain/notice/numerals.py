"""Small numbers as papers write them: "03", "ba", "mười lăm"."""

_UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_UNIT = "(?:" + "|".join(_UNITS) + ")"
NUMERAL = rf"(?:[0-9]{{1,2}}|mười(?: {_UNIT})?|hai mươi(?: {_UNIT})?|{_UNIT})"
"""A number up to 29 in figures (99) or in words, as a pattern."""


def numeral(words: str) -> int:
    """The number that words of the pattern NUMERAL mean."""
    if words.isdigit():
        return int(words)
    *tens, last = words.split()
    if last in ("mười", "mươi"):
        return 20 if tens else 10
    return (20 if "mươi" in tens else 10 if tens else 0) + _UNITS[last]
