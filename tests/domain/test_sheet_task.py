"""What registers say of tasks: how they stand, and which criterion they are about."""

from datetime import date

import pytest

from ntmtrack.domain.sheet_task import Stands, criterion_number, stands
from ntmtrack.domain.task import TaskState
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đã hoàn thành", Stands(TaskState.DONE)),
        ("HOÀN THÀNH.", Stands(TaskState.DONE)),
        ("đang thực hiện quá hạn", Stands(TaskState.OPEN)),
        ("Đã hoàn thành ngày 15/5/2023", Stands(TaskState.DONE, date(2023, 5, 15))),
        ("Hoàn thành (15/5/2023)", Stands(TaskState.DONE, date(2023, 5, 15))),
        ("Hoàn thành đúng hạn", Stands(TaskState.DONE, counted=True)),
        ("done late (15/5/2023)", Stands(TaskState.DONE, date(2023, 5, 15), counted=True)),
        ("Báo cáo hoàn thành", Stands(TaskState.REPORTED)),
        ("đã hủy", Stands(TaskState.CANCELLED)),
        ("paused", Stands(TaskState.PAUSED)),
        ("Đang chờ vốn", None),
        ("Chờ đến 15/5/2023", None),
        ("50%", None),
    ],
)
def test_the_words_of_a_register_say_how_a_task_stands(text: str, found: Stands | None) -> None:
    assert stands(text) == found


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DataError):
        stands("hoàn thành ngày 31/2/2024")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("17", "17"),
        ("06", "6"),
        ("17.8", "17.8"),
        ("17.10", "17.10"),
        ("Tiêu chí số 17", "17"),
        ("TC17", "17"),
        ("17. Môi trường", "17"),
        ("Tiêu chí 17: Môi trường và an toàn thực phẩm", "17"),
        ("Chỉ tiêu 17.8 (nước sạch)", "17.8"),
        ("Môi trường", None),
        ("17, 18", None),
        ("1-5", None),
    ],
)
def test_a_criterion_is_told_by_its_number(text: str, number: str | None) -> None:
    assert criterion_number(text) == number
