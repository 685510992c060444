"""Papers of a few lines for the tests of the reader, and short forms of what was read."""

from ntmtrack.domain.notice.found import Clause, Found, Proposal, Reading
from ntmtrack.domain.notice.reading import read
from ntmtrack.domain.paper import Paper

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN VÍ DỤ
Số: 12/TB-UBND
Ví Dụ, ngày 10 tháng 3 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại buổi làm việc với xã Bình Nguyên

Chủ tịch UBND huyện kết luận như sau:

"""


def reading(*lines: str, head: str = HEAD) -> Reading:
    """A paper of one commune, with these paragraphs as its directive part."""
    return read(Paper(head + "\n\n".join(lines)))


def only(*lines: str) -> Proposal:
    """The one task of a paper."""
    (task,) = tasks(*lines)
    return task


def tasks(*lines: str, head: str = HEAD) -> list[Proposal]:
    """Every task of a paper, in order."""
    return [task for clause in reading(*lines, head=head).clauses for task in clause.tasks]


def words(found: Found | None) -> str | None:
    """The value of a finding."""
    return None if found is None else found.value


def leads(task: Proposal) -> list[str]:
    """The leads of a task as written."""
    return [lead.value for lead in task.leads]


def coordinators(task: Proposal) -> list[str]:
    """The coordinators of a task as written."""
    return [each.value for each in task.coordinators]


def last_day(task: Proposal) -> str | None:
    """The last day of a task's due, in ISO form."""
    return task.due.last_day.isoformat() if task.due and task.due.last_day else None


def numbers(clauses: tuple[Clause, ...]) -> list[str]:
    """The numbers of clauses."""
    return [clause.number for clause in clauses]
