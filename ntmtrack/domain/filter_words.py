"""The words of the filter grammar: its keys in both languages, and what enumerated keys take.

Words are looked up `squeezed`: without marks, case, blanks and hyphens.
"""

from ntmtrack.domain.text import fold


def squeezed(word: str) -> str:
    """A word as it is looked up: "Chủ-trì", "chu tri" and "chutri" are one."""
    return "".join(letter for letter in fold(word) if letter not in " -_")


def _by_word(table: dict[str, str]) -> dict[str, str]:
    """The English word of each of its synonyms, of itself first."""
    return {
        squeezed(word): name for name, others in table.items() for word in (name, *others.split())
    }


KEYS = _by_word(
    {
        "lead": "leads chutri cq coquan",
        "coordinator": "coordinators phoihop",
        "person": "persons canbo nguoi",
        "unit": "units xa donvi",
        "under": "thuoc",
        "set": "bo botieuchi",
        "criterion": "criteria tieuchi tc",
        "document": "vanban vb",
        "state": "trangthai tinhtrang",
        "due": "han",
        "text": "chu noidung",
        "stage": "buoc",
        "verdict": "ketqua",
        "since": "tu tungay",
    }
)
"""Every key by every word for it."""

NOBODY = frozenset({"none", "khong", "khongco", "chuaco"})
"""Words for what has none."""

WORDS = {
    "state": _by_word(
        {
            "open": "dangthuchien dangmo mo",
            "reported": "baocaohoanthanh choxacnhan",
            "done": "dahoanthanh hoanthanh xong",
            "cancelled": "dahuy huy",
            "paused": "tamdung",
            "late": "quahan trehan tre dangthuchienquahan open_overdue",
            "open_in_time": "tronghan conhan dangthuchientronghan",
            "done_on_time": "dunghan hoanthanhdunghan",
            "done_late": "hoanthanhquahan xongtre",
            "no_due": "khongcohan khonghan",
        }
    ),
    "verdict": _by_word(
        {
            "unmet": "chuadat",
            "nearly_met": "cobandat",
            "not_assessed": "chuadanhgia",
        }
    ),
    "stage": _by_word(
        {
            "self": "tudanhgia",
            "verification": "thamtra",
            "appraisal": "thamdinh",
        }
    ),
}
"""What enumerated keys take: the words of the columns, and `late` for what is open and overdue."""
