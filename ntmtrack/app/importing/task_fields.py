"""What the columns of a register of tasks may be called."""

from ntmtrack.importers.sheets.table import Field, Vocabulary

VOCABULARY = Vocabulary(
    (
        Field("task_number", ("so nhiem vu", "ma nhiem vu", "so nv", "ma nv")),
        Field("task", ("task", "nhiem vu")),
        Field(
            "title",
            (
                *(
                    "title",
                    "what",
                    "what is to be done",
                    "noi dung",
                    "noi dung nhiem vu",
                    "noi dung cong viec",
                ),
                *("cong viec", "ten nhiem vu", "nhiem vu duoc giao", "nhiem vu giao"),
                *("trich yeu/noi dung nhiem vu", "trich yeu, noi dung nhiem vu"),
                *("noi dung nhiem vu duoc giao", "noi dung chi dao", "viec can lam"),
            ),
        ),
        Field(
            "unit",
            (
                *(
                    "unit",
                    "code",
                    "ma",
                    "ma xa",
                    "don vi",
                    "ma don vi",
                    "xa",
                    "thon",
                    "dia ban",
                ),
                *("xa/thon", "xa, thon", "xa/phuong"),
            ),
        ),
        Field("unit_name", ("unit_name", "ten don vi")),
        Field("under", ("huyen", "tinh", "truc thuoc", "thuoc huyen", "thuoc xa")),
        Field("set", ("set", "bo tieu chi")),
        Field(
            "criterion",
            (
                "criterion",
                "number",
                "crit",
                "tieu chi",
                "tieu chi so",
                "so tieu chi",
                "chi tieu",
            ),
        ),
        Field(
            "leads",
            (
                *("leads", "lead", "chu tri", "co quan chu tri", "don vi chu tri", "dau moi"),
                *("co quan dau moi", "co quan, don vi chu tri", "don vi dau moi"),
                *("co quan thuc hien", "don vi thuc hien", "chu tri 1", "chu tri 2"),
                *("co quan chu tri 1", "co quan chu tri 2", "dong chu tri"),
            ),
            many=True,
        ),
        Field(
            "coordinators",
            (
                *("coordinators", "coordinator", "phoi hop", "co quan phoi hop"),
                *("don vi phoi hop", "co quan, don vi phoi hop"),
            ),
            many=True,
        ),
        Field(
            "persons",
            (
                *("persons", "person", "can bo", "can bo phu trach", "nguoi phu trach"),
                *("ca nhan phu trach", "nguoi thuc hien", "can bo thuc hien"),
            ),
            many=True,
        ),
        Field(
            "due_text",
            (
                *(
                    "due_text",
                    "due as written",
                    "han",
                    "thoi han",
                    "han hoan thanh",
                    "thoi han hoan thanh",
                ),
                *("thoi gian hoan thanh", "han xu ly", "han nguyen van", "thoi han thuc hien"),
                *("han (nguyen van)", "thoi gian thuc hien", "han thuc hien"),
            ),
        ),
        Field("due", ("due",)),
        Field("last_day", ("last_day", "last day", "due in force", "ngay cuoi", "han hien tai")),
        Field(
            "document",
            (
                *("document", "van ban", "so van ban", "so ky hieu", "so, ky hieu"),
                *("so, ky hieu van ban", "so, ky hieu van ban giao", "van ban giao"),
                *("so ky hieu van ban", "so ky hieu van ban giao", "van ban giao nhiem vu"),
            ),
        ),
        Field(
            "dated",
            ("dated", "ngay ban hanh", "ngay van ban", "ngay, thang van ban", "ngay ky"),
        ),
        Field("clause", ("clause", "muc", "dieu khoan", "diem, muc")),
        Field("assigned", ("assigned_on", "assigned on", "ngay giao", "ngay giao nhiem vu")),
        Field("state", ("state", "trang thai")),
        Field("outcome", ("outcome", "tinh trang")),
        Field("result", ("result", "ket qua", "ket qua thuc hien", "tien do thuc hien")),
        Field(
            "done_on",
            (
                *("closed_on", "closed on", "done_on", "ngay hoan thanh", "ngay ket thuc"),
                *("ngay hoan thanh thuc te", "hoan thanh ngay"),
            ),
        ),
        Field("note", ("note", "ghi chu")),
    ),
    fits=lambda keys: (
        2
        if "title" in keys or ("task" in keys and ({"leads", "due_text", "due"} & set(keys)))
        else 0
    ),
    # A due may be written as the day above a signature is, and a lead may sign elsewhere.
    naming=frozenset({"task_number", "task", "title", "unit", "unit_name"}),
)
