"""The verb that copies a whole database into another one."""

import time
from typing import Any

from db.accounts import actors
from db.commands.context import Context
from db.maintenance import copying
from db.maintenance.copying.ends import FROM, TO, opened

SAID_EVERY_S = 5.0


def copy(context: Context) -> int:
    """Copy FROM into TO. ``DATABASE_URL`` is neither, unless it is named."""
    args, begun, said_at = context.args, time.monotonic(), time.monotonic()

    def told(copied: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= SAID_EVERY_S:
            said_at = time.monotonic()
            context.console.warn("copying", copied=copied, total=total)

    with opened(FROM, args.source) as source, opened(TO, args.target) as target:
        made = copying.copy(source, target, actor=actors.operator(), start_over=args.start_over, told=told)
    count, tables = sum(made.rows.values()), len(made.rows)
    result: dict[str, Any] = {
        "ok": True,
        "rows": made.rows,
        "link": made.link,
        "went_on": made.went_on,
        "was_there": made.was_there,
        "seconds": round(time.monotonic() - begun, 1),
    }
    sentence = "copied_before" if made.was_there else "copied"
    return context.console.done(result, sentence, rows=count, tables=tables, link=made.link)
