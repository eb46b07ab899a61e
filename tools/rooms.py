"""``make rooms``: draws the rooms of the code, and who imports whom, into docs/architecture.md.

An arrow from A to B: A imports B, and reaches it in no other way. Imports inside functions and those for types alone
count.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: made by `make rooms` -->", "<!-- rooms: end -->"
ROOMS = ("pages", "ui", "db", "core", "words")
Edges = dict[str, set[str]]


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; a package is named by its folder."""
    found = {"dashboard": ROOT / "dashboard.py"}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the product that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in known or node.module in known:
                    yield full if full in known else node.module


def room_of(module: str) -> str:
    """``core/ledger`` for all below it; a module directly in a room counts by itself; a page is the room of pages."""
    room, *rest = module.split(".")
    if room in ("pages", "words", "dashboard") or not rest:
        return room
    return f"{room}/{rest[0]}"


def edges() -> Edges:
    """Room to the rooms that it imports."""
    known, found = modules(), Edges()
    for module, path in known.items():
        here = room_of(module)
        found.setdefault(here, set()).update(room_of(name) for name in imported(path, known))
    return {room: targets - {room} for room, targets in found.items()}


def reachable(start: str, graph: Edges) -> set[str]:
    """All that a room reaches over one import or more."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for target in graph.get(todo.pop(), set()) - seen:
            seen.add(target)
            todo.append(target)
    return seen


def reduced(graph: Edges) -> Edges:
    """Without the arrows that a longer way says too. Needs a graph without cycles."""
    reach = {room: reachable(room, graph) for room in graph}
    return {
        room: {target for target in targets if not any(target in reach.get(other, ()) for other in targets - {target})}
        for room, targets in graph.items()
    }


def drawing() -> str:
    """The rooms as a Mermaid flow chart, in a fixed order."""
    graph = reduced(edges())
    names = sorted(set(graph) | {target for targets in graph.values() for target in targets})
    lines = ["```mermaid", "flowchart TB"]
    for room in ("dashboard", *ROOMS):
        inside = [name for name in names if name.split("/")[0] == room and name != room]
        if inside:
            lines.append(f"  subgraph {room}")
            lines += [f'    {name.replace("/", "_")}["{name.split("/")[1]}"]' for name in inside]
            lines.append("  end")
        elif room in names:
            lines.append(f"  {room}")
    for name in names:
        if "/" in name or name not in ("core", "db", "ui"):
            lines += [
                f"  {name.replace('/', '_')} --> {target.replace('/', '_')}" for target in sorted(graph.get(name, ()))
            ]
    return "\n".join([*lines, "```"])


def main() -> None:
    """Put the drawing in its place on the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{drawing()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
