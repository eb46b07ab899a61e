"""Source files as syntax trees, each parsed once a process: many rules look at the same files."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a source file; whoever looks at it leaves it as it is."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a source file, as ``ast.walk`` finds them."""
    return tuple(ast.walk(tree_of(path)))
