"""Plans as files: the one of the samples, and one whose months are lowered by half."""

HEADER = "เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน"
MONTHS = (
    "ต.ค. 63",
    "พ.ย. 63",
    "ธ.ค. 63",
    *(f"{m} 64" for m in ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."]),
)
# The samples' plan: groups and baht, cumulative.
GROUPS = (0, 0, 0, 0, 0, 0, 0, 0, 12, 12, 12, 30)
BAHT = (0, 1_500, 3_000, 14_000, 15_000, 95_000, 100_000, 250_000, 262_000, 700_000, 735_000, 885_000)


def plan_csv(groups: tuple[int, ...] = GROUPS, baht: tuple[int, ...] = BAHT) -> bytes:
    """A plan file with its cumulative groups and baht of the twelve months."""
    lines = [f"{m},{g},{b}.00" for m, g, b in zip(MONTHS, groups, baht, strict=True)]
    return "\n".join([HEADER, *lines]).encode("utf-8")


LOWERED = plan_csv(tuple(g // 2 for g in GROUPS), tuple(b // 2 for b in BAHT))
