"""The rooms: who may import whom, and which library is allowed where."""

import ast
import importlib
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.every import every
from tests.support.trees import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pages", "ui", "db", "core", "words")
MAY_IMPORT = {
    "dashboard.py": {"ui", "db"},
    "pages": {"ui", "db", "core", "words"},
    "ui": {"ui", "db", "core", "words"},
    "db": {"db", "core", "words"},
    "core": {"core"},
    "words": set(),
}
ONLY_IN = {
    "streamlit": {"dashboard.py", "pages", "ui"},
    "streamlit_authenticator": {"db"},
    "altair": {"ui"},
    "sqlmodel": {"db"},
    "sqlalchemy": {"db"},
    "alembic": {"db"},
}
IMPURE = {
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "time",
    "urllib",
    "requests",
    "random",
    "tempfile",
    "shutil",
    "sqlite3",
}
ROLE_NAMES = {"director", "committee", "staff", "admin", "operator"}
MAX_FILE, MAX_FUNCTION, MAX_MODULES = 400, 60, 10


def sources() -> list[Path]:
    found = [ROOT / "dashboard.py"] if (ROOT / "dashboard.py").exists() else []
    for room in ROOMS:
        found += sorted((ROOT / room).rglob("*.py"))
    return found


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def loaded_first(path: Path) -> set[str]:
    """The modules that must be loaded before a module has begun: what it imports outside of functions, and the package
    of each.
    """
    own = module_of(path)
    found: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    packages = {".".join(name.split(".")[: n + 1]) for name in found for n in range(name.count("."))}
    return {name for name in found | packages if name != own and not own.startswith(f"{name}.")}


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def test_no_modules_load_each_other() -> None:
    known = {module_of(path): path for path in sources()}
    after = {name: loaded_first(path) & set(known) for name, path in known.items()}
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        pytest.fail(f"which of them can be imported first is left to chance: {' <- '.join(error.args[1])}")


@every(sources())
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    room, tops = room_of(path), {name.split(".")[0] for name in imports(path)}
    above = tops & set(ROOMS) - MAY_IMPORT[room] - {room}
    assert not above, f"{room} may not know {above}: hand in what it needs, or move it down (docs/architecture.md)"
    for library, rooms in ONLY_IN.items():
        assert library not in tops or room in rooms, f"{library} does not belong in {room}"
    if room == "core":
        assert not tops & IMPURE, f"core is pure, so {tops & IMPURE} is used in db or ui, and its result handed in"


def folders() -> list[Path]:
    """Every folder of modules in core, db and ui; revisions of the tables are a list of their own."""
    found = {path.parent for room in ("core", "db", "ui") for path in (ROOT / room).rglob("*.py")}
    return sorted(found - {ROOT / "db" / "migrations", ROOT / "db" / "migrations" / "versions"})


@every(folders())
def test_a_folder_holds_at_most_ten_modules_and_says_what_it_is(folder: Path) -> None:
    modules = {path.name for path in folder.glob("*.py")}

    many = f"{folder}: put those that belong together into a folder, whose __init__ says what it is"
    assert len(modules - {"__init__.py"}) <= MAX_MODULES, many
    assert ast.get_docstring(tree_of(folder / "__init__.py")), f"{folder}/__init__.py says in its docstring what it is"


CORE_ORDER = ("text", "calendar", "money", "model", "ledger", "figures", "analysis", "intake")


@every(sorted((ROOT / "core").rglob("*.py")))
def test_core_is_built_from_the_bottom_up(path: Path) -> None:
    here = path.relative_to(ROOT / "core").with_suffix("").parts[0]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("core.")}
    if here != "__init__":
        above = [name for name in used if CORE_ORDER.index(name) > CORE_ORDER.index(here)]
        assert not above, f"{here} lies below {above}: hand in what it needs, or move it to the lower of the two"


@every(sources())
def test_a_name_is_imported_from_where_it_is_made(path: Path) -> None:
    """No module hands on what a sibling makes; a package may, in its ``__init__``."""
    handed_on = []
    for node in nodes_of(path):
        source = ROOT / Path(*(node.module or "").split(".")) if isinstance(node, ast.ImportFrom) else ROOT
        if isinstance(node, ast.ImportFrom) and source.with_suffix(".py").exists():
            made_elsewhere = {
                alias.asname or alias.name
                for inner in nodes_of(source.with_suffix(".py"))
                if isinstance(inner, ast.ImportFrom) and (inner.module or "").split(".")[0] in ROOMS
                for alias in inner.names
            }
            handed_on += [alias.name for alias in node.names if alias.name in made_elsewhere]
    assert not handed_on, "import these from the module that makes them"


def test_reports_never_import_streamlit() -> None:
    for path in (ROOT / "ui" / "reports").rglob("*.py"):
        assert not {n for n in imports(path) if n.split(".")[0] == "streamlit"}, path


def test_core_reads_no_clock() -> None:
    for path in (ROOT / "core").rglob("*.py"):
        for node in nodes_of(path):
            clock = (
                isinstance(node, ast.Attribute)
                and node.attr in {"now", "utcnow", "today"}
                and isinstance(node.value, ast.Name)
                and node.value.id in {"date", "datetime"}
            )
            assert not clock, f"{path}:{getattr(node, 'lineno', 0)} reads the clock: take the day as a parameter"


@every(sources())
def test_a_file_is_one_thing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE, f"{path}: move what is a thing of its own to a module of its own"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines: give its steps names"


@every(sources())
def test_no_table_is_looked_up_by_its_name(path: Path) -> None:
    """A table is its class: the type checker then knows its columns, and nobody has to fill the metadata first."""
    found = [
        node
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "tables" and "metadata" in ast.unparse(node.value)
    ]
    assert not found


@every(sources())
def test_engine_and_session_have_their_types(path: Path) -> None:
    for node in nodes_of(path):
        named = node.arg if isinstance(node, ast.arg) else node.target if isinstance(node, ast.AnnAssign) else None
        name = named.id if isinstance(named, ast.Name) else named
        if name in ("engine", "session") and isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            assert ast.unparse(node.annotation) != "Any", f"{path}:{node.lineno}"


@every(sources())
def test_nothing_is_imported_for_its_side_effect(path: Path) -> None:
    """Every name that is imported is used: ruff finds those that are not, unless it is told to look away."""
    assert "F401" not in path.read_text(encoding="utf-8")


@every(sorted((ROOT / "pages").glob("*.py")))
def test_a_page_guards_itself_by_its_first_statement(path: Path) -> None:
    body = tree_of(path).body
    statements = [
        n
        for n in body
        if not isinstance(n, ast.Import | ast.ImportFrom)
        and not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
    ]
    first = ast.unparse(statements[0])
    assert "guard.require(" in first, f"{path.name} begins with: {first}"


@every(sources())
def test_no_pattern_is_atomic_or_possessive(path: Path) -> None:
    """Python 3.11.0 to 3.11.4 match them wrongly, and those are what some systems still ship."""
    constants = (n.value for n in nodes_of(path) if isinstance(n, ast.Constant))
    patterns = [text for text in constants if isinstance(text, str)]
    assert not [text for text in patterns if "(?>" in text or re.search(r"[])}a-z*+?][*+?}]\+", text)]


@every(sources())
def test_what_is_taken_from_core_is_there(path: Path) -> None:
    """Pages run only in a browser: a name that moved is found here, before a visitor finds it."""
    tree = tree_of(path)
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "core"
        for alias in node.names
    }
    taken = {
        (modules[node.value.id], node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    }
    assert not [pair for pair in taken if not hasattr(importlib.import_module(pair[0]), pair[1])]


# What somebody does with their own sign-in asks for the password or the token itself; tables are no deed of anybody.
ASK_OTHERWISE = {
    "db/accounts/refusals.py": {"write", "by_right"},  # what they record is that there was no right
    "db/accounts/sessions.py": {"sign_in", "sign_out", "write_seen"},
    "db/accounts/users.py": {"change_password", "end_tour", "open_full"},
    "db/maintenance/migrate.py": {"migrate"},
    "db/programs/presented.py": {"used"},
    "db/transactions.py": {"writing"},
}


def _named(node: ast.AST) -> set[str]:
    """Every function that is called below a node, by its last name."""
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


@every(sorted((ROOT / "db").rglob("*.py")))
def test_rights_are_asked_at_each_action_of_the_store(path: Path) -> None:
    """Whatever opens a transaction that writes, by itself or through a helper of its module, asks an actor's right."""
    body = tree_of(path).body
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    calls = {name: _named(node) for name, node in functions.items()}
    writing = {"writing"}
    while more := {name for name in functions if name not in writing and calls[name] & writing}:
        writing |= more
    exempt = ASK_OTHERWISE.get(path.relative_to(ROOT).as_posix(), set())
    acting = {name for name in functions if name in writing and not name.startswith("_")}
    asking = {
        name for name, node in functions.items()
        if "require" in calls[name] or any("asks(Right." in ast.unparse(one) for one in node.decorator_list)
    }  # fmt: skip
    assert acting - exempt <= asking
    assert exempt <= acting, "no longer there"


# Where statements are put together, of names of our own tables and columns alone; values are parameters everywhere.
SQL_OF_NAMES = {
    "db/snapshots/row_store.py": 3,
    "db/migrations/versions/0003_stages_of_the_project.py": 1,
    "db/migrations/versions/0004_past_of_upload_events.py": 1,
}
SQL_BEGINS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|COPY)\b")


@every(sources())
def test_no_statement_of_sql_is_put_together_but_of_our_own_names(path: Path) -> None:
    begins = [node.values[0] for node in nodes_of(path) if isinstance(node, ast.JoinedStr) and node.values]
    found = [part for part in begins if isinstance(part, ast.Constant) and SQL_BEGINS.match(str(part.value))]

    assert len(found) == SQL_OF_NAMES.get(path.relative_to(ROOT).as_posix(), 0)


@every(sources())
def test_no_role_is_named_outside_the_table_of_rights(path: Path) -> None:
    """A role is compared with nothing: what it may do is asked of the table."""
    for node in nodes_of(path):
        if isinstance(node, ast.Compare):
            constants = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            assert not constants & ROLE_NAMES, ast.unparse(node)


# Streamlit's own fields that put the last good value back where a text can not be read, or take what is in no list.
REVERTING = {"date_input", "time_input", "datetime_input", "number_input", "chat_input"}


@every(sources())
def test_no_field_puts_an_earlier_value_in_place_of_what_is_typed(path: Path) -> None:
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
    named = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}

    assert not named & REVERTING, "ui.widgets.fields reads what is typed"
    assert not [call for call in calls if any(keyword.arg == "accept_new_options" for keyword in call.keywords)]


# Where a language may be asked for by its code: the text room, and the words themselves.
TEXT_ROOM = ("core/text/", "words/")
# Where Thai stands in core: kinds, lists of codes and text; and what else files themselves say, module by module.
THAI_IN_CORE = (
    "core/model/kinds/", "core/text/", "core/model/choices.py", "core/model/stages.py", "core/model/places.py",
    "core/model/project/drafting/hints.py",  # the names of the papers to look for, in comments of a new file
    "core/model/project/drafting/renaming.py",  # words before a place's name, in a project's own text
    "core/intake/day.py",  # a title that states its day
    "core/intake/cells/parsers.py", "core/intake/cells/skips.py",
    "core/intake/compare/codes.py",  # Thai letters of a code
    "core/intake/layout/headers.py", "core/intake/layout/names.py", "core/intake/layout/units.py",
    "core/intake/source/sniff.py",
)  # fmt: skip
THAI_IN_DB = {"db/__main__.py", "db/accounts/passwords.py"}  # a Python that is too old; a vowel that is normalised
LANGUAGES = {"th", "en"}


def place_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@every([p for p in sources() if not place_of(p).startswith(TEXT_ROOM)])
def test_no_language_is_tested_for_outside_the_text_room(path: Path) -> None:
    for node in nodes_of(path):
        if isinstance(node, ast.Compare) and any(isinstance(how, ast.Eq | ast.NotEq) for how in node.ops):
            sides = [side.value for side in (node.left, *node.comparators) if isinstance(side, ast.Constant)]
            assert not LANGUAGES & {side for side in sides if isinstance(side, str)}, f"{path}:{node.lineno}"
        if isinstance(node, ast.IfExp):
            chosen = [part.value for part in (node.body, node.orelse) if isinstance(part, ast.Constant)]
            assert not LANGUAGES & {value for value in chosen if isinstance(value, str)}, f"{path}:{node.lineno}"


@every([p for p in sources() if room_of(p) in ("core", "db")])
def test_no_thai_stands_in_core_and_db_but_in_words_of_files(path: Path) -> None:
    tree = tree_of(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    thai = [text.lineno for text in texts if id(text) not in docs and re.search("[\u0e00-\u0e7f]", text.value)]
    if place_of(path).endswith(THAI_IN_CORE) or place_of(path) in THAI_IN_DB:
        assert thai, "no longer needed in the list"
    elif not place_of(path).startswith(THAI_IN_CORE):
        assert not thai


def test_what_tests_share_stands_in_support() -> None:
    """A test imports no other test and no conftest; a module that holds no test is in ``tests/support``."""
    tests = ROOT / "tests"
    files = [path for path in tests.rglob("*.py") if "apps" not in path.parts]
    borrowed = [
        (str(path.relative_to(ROOT)), name)
        for path in files
        for name in imports(path)
        if name.startswith("tests.") and not name.startswith("tests.support")
    ]
    assert not borrowed
    homeless = [
        path for path in files if not path.name.startswith(("test_", "conftest")) and path.parent.name != "support"
    ]
    assert [path.name for path in homeless] == ["make_expected.py"]  # a program that writes the figures of the samples
