"""Static files: which browser gets which form, what is never given out, and what a damaged cache does."""

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tests.support.asgi import ask
from tests.support.server import CACHE
from ui import fonts
from ui.app import made
from ui.app.headers import OF_A_FILE, SecurityHeaders
from ui.app.static import digest_of
from ui.visit import packed, packing, written
from ui.visit.packed import Named, Packed, best, kept
from ui.visit.packing import Source

SCRIPT = "/static/js/app.1a2b3c.js"
PICTURE = "/static/media/map.1a2b3c.svg"
OWN = "/scripts/own.js"  # not named by what is in it
TEXT = b"export const words = 'and more of them';\n" * 100


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    """One script, given out by a server that keeps its compressed forms in ``cache``."""
    for address in (SCRIPT, PICTURE, OWN):
        place = tmp_path / "files" / address[1:]
        place.parent.mkdir(parents=True)
        place.write_bytes(TEXT)
    sources = [Source(address, lambda: TEXT, digest_of(TEXT)) for address in (SCRIPT, PICTURE, OWN)]
    monkeypatch.setattr(packing, "sources", lambda: iter(sources))
    monkeypatch.setattr(packed, "_have_packed", packing.pack)
    monkeypatch.setattr(packed, "kept", packed.Kept())
    packed.kept.folder = tmp_path / "cache"
    packed.kept.prepare(tmp_path / "cache")
    mounts = [Mount(f"/{name}", app=StaticFiles(directory=tmp_path / "files" / name)) for name in ("static", "scripts")]
    yield Starlette(routes=mounts, middleware=[Middleware(Packed)])


def the_file(encoding: str) -> Path:
    """Where the one script is kept."""
    assert packed.kept.folder is not None
    return packed.kept.sources[SCRIPT].packed(packed.kept.folder, encoding)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("gzip;q=0", None),
        ("gzip;q=much", None),
        ("deflate", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_browser_gets_a_form_that_it_takes(accepted: str, encoding: str | None) -> None:
    assert best(accepted) == encoding


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_what_arrives_is_the_file(app: Starlette, encoding: str, unpack: packing.Pack) -> None:
    answer = ask(app, SCRIPT, headers=[("Accept-Encoding", encoding)])

    assert unpack(answer.content) == TEXT and len(answer.content) < len(TEXT)
    assert answer.headers["content-encoding"] == encoding
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == packed.FOR_EVER
    assert answer.headers["vary"] == "Accept-Encoding"


def test_each_form_has_a_tag_of_its_own_and_is_sent_once(app: Starlette) -> None:
    tags = {name: ask(app, OWN, headers=[("Accept-Encoding", name)]).headers["etag"] for name in ("br", "gzip", "")}
    assert len(set(tags.values())) == 3

    again = ask(app, OWN, headers=[("Accept-Encoding", "br"), ("If-None-Match", f'"x", W/{tags["br"]}')])
    assert (again.status, again.content, again.headers["etag"]) == (304, b"", tags["br"])
    other = ask(app, OWN, headers=[("Accept-Encoding", "gzip"), ("If-None-Match", tags["br"])])
    assert (other.status, other.headers["content-encoding"]) == (200, "gzip")
    named_by_content = ask(app, SCRIPT, headers=[("Accept-Encoding", "br")])
    assert "etag" not in named_by_content.headers  # which is never asked for again


def test_whoever_takes_no_compressed_form_or_asks_for_a_part_gets_the_file_as_it_is(app: Starlette) -> None:
    whole = ask(app, SCRIPT)
    part = ask(app, SCRIPT, headers=[("Accept-Encoding", "br"), ("Range", "bytes=7-11")])

    assert (whole.content, whole.headers["vary"]) == (TEXT, "Accept-Encoding")
    assert (part.status, part.content, part.headers["vary"]) == (206, TEXT[7:12], "Accept-Encoding")
    assert "content-encoding" not in {**whole.headers, **part.headers}


def test_head_says_what_get_would(app: Starlette) -> None:
    asked = [("Accept-Encoding", "gzip")]
    head, get = ask(app, SCRIPT, method="HEAD", headers=asked), ask(app, SCRIPT, headers=asked)

    assert {**head.headers} == {**get.headers} and head.status == 200
    assert ask(app, SCRIPT, method="POST", headers=asked).status == 405


@pytest.mark.parametrize("damage", ["half", "of another file", "nothing", "gone"])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_damaged_form_is_never_given_out(app: Starlette, encoding: str, damage: str) -> None:
    path, whole = the_file(encoding), the_file(encoding).read_bytes()
    other = packing.ENCODINGS[encoding](b"alert('not ours')")
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"half": whole[: len(whole) // 2], "of another file": other, "nothing": b""}[damage])

    answer = ask(app, SCRIPT, headers=[("Accept-Encoding", encoding)])

    assert answer.content == TEXT and "content-encoding" not in answer.headers


def test_a_folder_that_takes_nothing_leaves_files_as_they_are(app: Starlette, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("a file")
    packed.kept.prepare(tmp_path / "no-folder" / "static")
    packed.kept.folder = tmp_path / "no-folder" / "static"

    assert ask(app, SCRIPT, headers=[("Accept-Encoding", "br")]).content == TEXT


def test_another_content_is_made_anew_and_the_old_form_goes_after_a_day(app: Starlette) -> None:
    assert packed.kept.folder is not None
    folder, old, stranger = packed.kept.folder, the_file("br"), packed.kept.folder / "notes.txt"
    stranger.write_text("not ours")
    newer = Source(SCRIPT, lambda: TEXT + b"// newer", digest_of(TEXT + b"// newer"))
    packing.sources = lambda: iter([newer])  # the fixture puts it back

    packing.pack(folder)
    assert old.exists() and newer.packed(folder, "br").exists()
    for path in (old, stranger):
        os.utime(path, (1, 1))
    packing.pack(folder)
    assert not old.exists() and stranger.exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_what_another_process_has_made_meanwhile_is_not_made_twice(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both began with nothing kept; the list of this one is of then."""
    then = list(packed.kept.sources.values())
    monkeypatch.setattr(packing, "missing", lambda *_: [(one, name) for one in then for name in packing.ENCODINGS])
    monkeypatch.setattr(packing, "_write", lambda path, _content: pytest.fail(f"{path} is there"))
    assert packed.kept.folder is not None

    packing.pack(packed.kept.folder)
    the_file("br").unlink()
    with pytest.raises(pytest.fail.Exception):
        packing.pack(packed.kept.folder)


def test_what_is_kept_is_its_owners_alone(app: Starlette) -> None:
    path = the_file("br")
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_every_file_of_the_framework_and_ours_is_looked_at_but_what_is_written_anew() -> None:
    addresses = {source.address for source in packing.sources()}

    assert {"/scripts/rows.js", "/fonts/Sarabun-Regular.ttf"} <= addresses
    assert f"/{written.styles_address()}" in addresses
    assert not addresses & {"/scripts/framework.js", "/static/index.html", "/index.html"}
    assert sum(address.startswith("/static/js/index.") for address in addresses) >= 1


def test_the_folder_is_the_settings_or_the_datas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OTOP_DATA", str(tmp_path))
    assert made.folder("static") == tmp_path / "cache" / "static"
    monkeypatch.setenv(made.VARIABLE, str(CACHE))
    assert made.folder("static") == CACHE / "static"
    assert kept.sources == {}, "a test begins no server"


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_what_the_program_writes_is_given_out_before_anything_is_compressed(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "folder", lambda _name: None)
    monkeypatch.setattr(packed, "kept", packed.Kept())
    packed.kept.begin()
    app = Starlette(middleware=[Middleware(Packed)])

    answer = ask(app, f"/{written.styles_address()}", headers=[("Accept-Encoding", encoding)])

    assert (answer.status, answer.content) == (200, written.styles())
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(("address", "policy"), [(SCRIPT, None), (PICTURE, OF_A_FILE)])
def test_a_file_has_nothing_that_is_for_pages_and_a_policy_where_it_may_be_shown(
    app: Starlette, address: str, policy: str | None
) -> None:
    answer = ask(SecurityHeaders(app), address, headers=[("Accept-Encoding", "br")])

    assert answer.headers.get("content-security-policy") == policy
    assert answer.headers["x-content-type-options"] == "nosniff" and "permissions-policy" not in answer.headers


def test_a_file_named_by_its_content_is_kept_by_the_browser() -> None:
    app = Starlette(routes=[Mount("/fonts/pages", app=Named(directory=fonts.OF_PAGES))])
    answer = ask(app, f"/fonts/pages/{fonts.of_pages(fonts.ICONS)}")

    assert (answer.headers["cache-control"], answer.headers["content-type"]) == (packed.FOR_EVER, "font/woff2")
    assert ask(app, "/fonts/pages/icons.none.woff2").status == 404
