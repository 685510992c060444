"""What a template of a report may ask for: every name, where it comes from and what it means.

The names are Vietnamese without marks, for those who edit templates in Word. A list gives one
row at a time; what a row holds comes from the columns of one part of the report.
"""

from collections.abc import Mapping

from ntmtrack.message import N_
from ntmtrack.record import Record


class Placed(Record):
    """What a row of a list holds: its name, the column it comes from, and its meaning."""

    name: str
    key: str
    meaning: str


class Listed(Record):
    """A list: the part of the report that it shows, or only some blocks of it."""

    meaning: str
    part: str
    row: tuple[Placed, ...]
    blocks: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def takes(self, block: str) -> bool:
        """Whether a block of the part is shown."""
        return block not in self.without and (self.blocks is None or block in self.blocks)


NUMBERED = "stt"
"""The running number, which every row of every list has."""

SINGLE: Mapping[str, str] = {
    "ky_bao_cao": N_("the period in words"),
    "tu_ngay": N_("the first day of the period"),
    "den_ngay": N_("the last day of the period"),
    "ngay_so_lieu": N_("the day as of which the figures are"),
    "tinh_trang_ky": N_("whether the period goes on and whether it was closed, in sentences"),
    "can_cu_so_lieu": N_("what the figures rest on: the last change and the criteria sets"),
    "don_vi": N_("the units that the report is about"),
    "co_quan_chu_quan": N_("the body above the one that issues the report (--superior)"),
    "co_quan_ban_hanh": N_("the body that issues the report, in capitals (--issuer)"),
    "co_quan": N_("the body that issues the report, as it was written (--issuer)"),
    "so": N_("the number of the paper (--number)"),
    "ky_hieu": N_("the sign of the paper (--symbol)"),
    "dia_danh": N_("the place (--place)"),
    "ngay_ban_hanh": N_("the day of the paper in full (--dated)"),
    "trich_yeu": N_("what the paper is about (--about)"),
    "nguoi_ky": N_("the name of who signs (--signer)"),
    "tong_nhiem_vu": N_("tasks in all"),
    "hoan_thanh_dung_han": N_("tasks done on time"),
    "hoan_thanh_qua_han": N_("tasks done late"),
    "dang_trong_han": N_("tasks open in time"),
    "dang_qua_han": N_("tasks open and overdue"),
    "khong_co_han": N_("tasks without a due"),
    "ty_le_dung_han": N_("the share of what was done that was on time"),
    "tong_qua_han": N_("how many tasks are overdue, of any period"),
    "den_han_tu": N_("the first day of what falls due next"),
    "den_han_den": N_("the last day of what falls due next"),
    "ngay_so_sanh": N_("the day before the period, with which it is compared"),
    "khong_thay_doi": N_("what is said where there are no changes to list"),
}
"""Names that stand for one thing each."""

LONG = 20
"""Rows of a list, or names of units in a row, from which on it goes into an appendix."""

APPENDICES: Mapping[str, str] = {
    "phu_luc_luu_y": "luu_y",
    "phu_luc_thay_doi": "thay_doi",
    "phu_luc_chua_dat": "chua_dat",
    "phu_luc_mat_dat": "mat_dat",
    "phu_luc_qua_han": "qua_han",
    "phu_luc_den_han": "den_han",
}
"""The numbers of appendices, each for a list that may be too long for the text."""

_NAMED = (Placed("ten", "name", N_("name")),)
SET = Placed("bo", "set", N_("criteria set"))
SET_BEGINS = Placed(
    "bo_moi", "set", N_("criteria set, on the first of its rows where several sets are listed")
)
_SET = (SET, SET_BEGINS)
_UNIT = Placed("don_vi", "unit_name", N_("unit"))
_REVIEWED = (
    Placed("ma", "item", N_("number of the task")),
    Placed("noi_dung", "title", N_("what is to be done")),
    _UNIT,
    Placed("tieu_chi", "number", N_("number of the criterion")),
    Placed("chu_tri", "leads", N_("who leads")),
    Placed("han", "due", N_("last day of the due in force")),
    Placed("han_ghi", "due_text", N_("the due as written")),
    Placed("so_ngay_qua_han", "days_late", N_("days late")),
    Placed("tinh_trang", "outcome", N_("how it stands")),
    Placed("ngay_xong", "closed_on", N_("closed on")),
    Placed("van_ban", "document", N_("document")),
)
_TASK = (
    Placed("ma", "task", N_("number of the task")),
    Placed("noi_dung", "title", N_("what is to be done")),
    _UNIT,
    Placed("tieu_chi", "number", N_("number of the criterion")),
    Placed("chu_tri", "leads", N_("who leads")),
    Placed("phoi_hop", "coordinators", N_("who coordinates")),
    Placed("can_bo", "persons", N_("persons in charge")),
    Placed("han", "due", N_("last day of the due in force")),
    Placed("han_ghi", "due_text", N_("the due as written")),
    Placed("van_ban", "document", N_("document")),
)

LISTS: Mapping[str, Listed] = {
    "kinh_gui": Listed(N_("who is addressed (--to)"), "to", _NAMED),
    "noi_nhan": Listed(N_("who gets it (--recipient)"), "recipients", _NAMED),
    "chuc_vu_ky": Listed(N_("authority and office above the signature"), "signed_as", _NAMED),
    "kien_nghi": Listed(
        N_("requests (--request)"),
        "requests",
        (Placed("noi_dung", "request", N_("the request")),),
    ),
    "luu_y": Listed(
        N_("remarks on the figures: counts without a list, stages that differ"),
        "remarks",
        (Placed("noi_dung", "remark", N_("the remark")),),
    ),
    "bo_tieu_chi": Listed(
        N_("criteria sets in use, with their counts"),
        "counts",
        (
            Placed("ten", "set_name", N_("name")),
            Placed("so_don_vi", "units", N_("units")),
            Placed("da_danh_gia", "judged", N_("units that were judged")),
            Placed("dat_du", "all_met", N_("units that meet all criteria")),
            Placed("dat_du_ap_dung", "all_applying", N_("units that meet all that apply")),
            Placed("binh_quan", "mean", N_("criteria met on average")),
            Placed("so_tieu_chi", "of", N_("criteria of the set")),
            Placed("chua_danh_gia", "not_judged", N_("units that were not judged")),
        ),
    ),
    "muc_dat": Listed(
        N_("units by how many criteria they meet"),
        "bands",
        (
            *_SET,
            Placed("muc", "band", N_("criteria met")),
            Placed("so_don_vi", "units", N_("units")),
            Placed("ten_don_vi", "unit_names", N_("which units")),
        ),
    ),
    "thay_doi": Listed(
        N_("what changed since the day before the period"),
        "changes",
        (
            *_SET,
            _UNIT,
            Placed("truoc", "before", N_("met before")),
            Placed("nay", "now", N_("met now")),
            Placed("tang_giam", "change", N_("up or down")),
            Placed("moi_dat", "newly_met", N_("criteria newly met")),
            Placed("khong_con_dat", "fell", N_("criteria no longer met")),
            Placed("moi_qua_han", "newly_late", N_("tasks newly late")),
            Placed("da_xong", "done", N_("tasks done")),
            Placed("ghi_chu", "remark", N_("remark")),
        ),
    ),
    "chua_dat": Listed(
        N_("criteria and the units that fail them"),
        "unmet",
        (
            *_SET,
            Placed("so", "number", N_("number of the criterion")),
            Placed("ten", "name", N_("name")),
            Placed("so_don_vi", "unmet", N_("units")),
            Placed("ten_don_vi", "unmet_names", N_("which units")),
            Placed("so_co_ban_dat", "nearly_met", N_("units that nearly meet it")),
            Placed("ten_co_ban_dat", "nearly_met_names", N_("which nearly meet it")),
        ),
    ),
    "mat_dat": Listed(
        N_("what was met and was lost in the period"),
        "regressions",
        (
            *_SET,
            _UNIT,
            Placed("so", "number", N_("number of the criterion")),
            Placed("ten", "name", N_("name")),
            Placed("loai", "kind", N_("criterion or indicator")),
            Placed("ket_qua", "verdict", N_("verdict")),
            Placed("dat_tu", "met_from", N_("met from")),
            Placed("mat_tu", "fell_on", N_("fell on")),
            Placed("nhiem_vu", "tasks", N_("tasks on it")),
            Placed("chu_tri", "leads", N_("who leads")),
        ),
    ),
    "cong_nhan": Listed(
        N_("events on the way to recognition in the period"),
        "recognition",
        (
            *_SET,
            _UNIT,
            Placed("buoc", "event", N_("event")),
            Placed("ngay", "on", N_("on")),
            Placed("nam", "year", N_("year")),
            Placed("van_ban", "document", N_("document")),
        ),
        without=frozenset({"waiting"}),
    ),
    "ho_so": Listed(
        N_("dossiers under way"),
        "recognition",
        (
            *_SET,
            _UNIT,
            Placed("buoc", "event", N_("event")),
            Placed("ngay", "on", N_("on")),
            Placed("so_ngay", "days", N_("days since")),
            Placed("van_ban", "document", N_("document")),
        ),
        blocks=frozenset({"waiting"}),
    ),
    "theo_co_quan": Listed(
        N_("tasks of the period by lead"),
        "tasks",
        (
            Placed("co_quan", "lead", N_("who leads")),
            Placed("tong", "total", N_("in all")),
            Placed("xong_dung_han", "done_on_time", N_("done on time")),
            Placed("xong_qua_han", "done_late", N_("done late")),
            Placed("trong_han", "open_in_time", N_("open in time")),
            Placed("qua_han", "open_overdue", N_("open and overdue")),
            Placed("khong_han", "no_due", N_("without a due")),
            Placed("ty_le", "on_time_share", N_("share on time")),
        ),
        without=frozenset({"total"}),
    ),
    "qua_han": Listed(
        N_("overdue tasks, with what was last said of them"),
        "overdue",
        (
            *_TASK,
            Placed("so_ngay_qua_han", "days_late", N_("days late")),
            Placed("ly_do", "reason", N_("the reason that was recorded")),
        ),
    ),
    "den_han": Listed(
        N_("tasks that fall due until the end of the next period"),
        "due",
        (*_TASK, Placed("con_ngay", "days_left", N_("days left"))),
    ),
    "viec_xong": Listed(N_("review: done in these days"), "review", _REVIEWED, frozenset({"done"})),
    "viec_moi_qua_han": Listed(
        N_("review: newly late"), "review", _REVIEWED, frozenset({"newly_late"})
    ),
    "viec_sap_den_han": Listed(
        N_("review: due in the seven days after"), "review", _REVIEWED, frozenset({"due_next"})
    ),
    "viec_cho_xac_nhan": Listed(
        N_("review: waiting for confirmation"), "review", _REVIEWED, frozenset({"to_confirm"})
    ),
    "viec_chua_chu_tri": Listed(
        N_("review: open without a lead"), "review", _REVIEWED, frozenset({"without_lead"})
    ),
    "viec_khong_han": Listed(
        N_("review: open without a due"), "review", _REVIEWED, frozenset({"without_due"})
    ),
    "tieu_chi_chua_giao": Listed(
        N_("review: unmet criteria with no open task"),
        "review",
        _REVIEWED,
        frozenset({"unmet_without_task"}),
    ),
    "so_theo_doi": Listed(
        N_("the register of tasks"),
        "register",
        (
            Placed("so_van_ban", "document", N_("document")),
            Placed("ngay_van_ban", "dated", N_("dated")),
            Placed("noi_dung", "title", N_("what is to be done")),
            Placed("ma", "task", N_("number of the task")),
            _UNIT,
            Placed("tieu_chi", "number", N_("number of the criterion")),
            Placed("chu_tri", "leads", N_("who leads")),
            Placed("phoi_hop", "coordinators", N_("who coordinates")),
            Placed("han_ghi", "due_text", N_("the due as first written")),
            Placed("han", "due", N_("last day of the due in force")),
            Placed("tinh_trang", "outcome", N_("how it stands")),
            Placed("ngay_xong", "closed_on", N_("closed on")),
            Placed("ghi_chu", "note", N_("what was last said of it")),
        ),
    ),
}
"""Lists, by the names that templates know them by."""
