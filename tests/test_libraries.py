"""Libraries: what is pinned is used, what is used is pinned, and XML from outside is parsed by a hardened parser."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.support.every import every
from tests.support.trees import nodes_of

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("dashboard.py", "core", "db", "pages", "ui", "words")
AROUND = ("tests", "bench", "docs", "tools")
STREAMLIT = ("ui/framework.py", "ui/sending.py")  # what its server and pages do; when its messages leave
PPTX_XML = "ui/reports/slides/pptx_xml.py"
# Used without an import, and how.
NEVER_IMPORTED = {
    "bcrypt": "hashes, behind streamlit-authenticator's Hasher",
    "pytest-xdist": "the option -n of pytest",
    "axe-playwright-python": "its script is read as a file",
    "ruff": "a command",
    "mypy": "a command",
    "bandit": "a command",
    "pip-audit": "a command",
    "pandas-stubs": "types, read by mypy",
    "types-requests": "types, read by mypy",
    "types-cachetools": "types, read by mypy",
    "types-defusedxml": "types, read by mypy",
}
PINNED_ELSEWHERE = {"pydantic-core": "by pydantic, to the very version"}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> set[str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return {canonical(re.split(r"[\[=]", line)[0]) for line in lines if line and not line.startswith("-r")}


@cache
def sources(places: tuple[str, ...]) -> tuple[Path, ...]:
    found = [ROOT / place for place in places]
    return tuple(path for place in found for path in ([place] if place.is_file() else sorted(place.rglob("*.py"))))


def modules(path: Path) -> Iterable[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def distributions(places: tuple[str, ...]) -> set[str]:
    """The distributions that the files of these places import."""
    known = packages_distributions()
    tops = {module.split(".")[0] for path in sources(places) for module in modules(path)}
    return {canonical(name) for top in tops for name in known.get(top, ())}


def test_no_pin_that_nothing_imports() -> None:
    runtime, tools = pins("requirements.txt"), pins("requirements-dev.txt")

    assert runtime - distributions(PRODUCT) - set(NEVER_IMPORTED) == set()
    assert tools - distributions(PRODUCT + AROUND) - set(NEVER_IMPORTED) == set()
    assert set(NEVER_IMPORTED) <= (runtime | tools) - distributions(PRODUCT + AROUND)


def test_what_the_program_imports_is_pinned() -> None:
    assert distributions(PRODUCT) - pins("requirements.txt") - set(PINNED_ELSEWHERE) == set()


@every(sources(PRODUCT))
def test_xml_is_parsed_by_defusedxml(path: Path) -> None:
    """From the standard library come the types alone; expat is fed by hand where a sheet is looked through in steps."""
    parsers = {"Element", "ParseError"}
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xml.etree"):
            assert {alias.name for alias in node.names} <= parsers
        assert not (isinstance(node, ast.Import) and any(alias.name.startswith("xml.") for alias in node.names))


@every(sources(PRODUCT))
def test_private_names_of_libraries_are_touched_in_their_modules_alone(path: Path) -> None:
    """Streamlit's and its component's in two, python-pptx's in another; our own are used within their class."""
    private = [
        ast.unparse(node)
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute)
        and re.fullmatch(r"_[a-zA-Z]\w*", node.attr)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]
    assert not private or place(path) in (*STREAMLIT, PPTX_XML)


def test_the_inside_of_streamlit_and_the_collector_are_reached_from_their_modules_alone() -> None:
    inside = {
        (place(path), module)
        for path in sources(PRODUCT)
        for module in modules(path)
        if module == "gc" or module.startswith("streamlit.runtime")
    }
    assert {where for where, _ in inside} == set(STREAMLIT)
