"""The API as the programs of an office ask it: pandas, requests, Excel and Power BI by HTTP Basic, LibreOffice Calc."""

import base64
import csv
import http.client
import http.server
import io
import json
import os
import shutil
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import requests

from db.programs.tries import tries
from db.projects.versions import SAMPLE_PROJECT
from tests.support.programs import new_token
from tests.support.server import READY, Server, copy_of, filled

NAME = "office-programs"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server with the samples."""
    template = tmp_path_factory.mktemp("template")
    one_time = filled(template)
    running = Server(copy_of(template, tmp_path_factory.mktemp("server")), one_time).start().wait()
    yield running
    running.stop()
    running.engine.dispose()


@pytest.fixture(scope="module")
def secret(server: Server) -> str:
    tries.clear()
    return new_token(server.engine, "director", name=NAME, owner=READY["director"], projects=[SAMPLE_PROJECT])


@pytest.fixture
def at(server: Server) -> str:
    return f"{server.address}/api/v1/projects/{SAMPLE_PROJECT}"


def test_pandas_reads_rows_figures_and_pages(at: str, secret: str) -> None:
    options = {"Authorization": f"Bearer {secret}"}
    ledger = pd.read_csv(f"{at}/ledger.csv", storage_options=options)
    figures = pd.read_csv(f"{at}/figures.csv?lang=en", storage_options=options).set_index("name")
    rows = pd.json_normalize(pd.read_json(f"{at}/ledger?limit=10000", storage_options=options)["rows"].tolist())

    assert len(ledger) == len(rows) > 10
    written = ledger["จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)"].astype(str).str.replace(",", "").astype(float)
    assert written.round(2).tolist() == rows["amount_baht"].round(2).tolist()
    money = rows.groupby("entry")["amount_baht"].sum()
    paid = money.get("disbursement", 0.0) - money.get("refund", 0.0)
    assert figures.loc["disbursed_baht", "value"] == pytest.approx(paid)


def test_requests_follows_the_pages_and_asks_for_what_is_new_alone(at: str, secret: str) -> None:
    with requests.Session() as session:
        session.auth = (NAME, secret)
        rows, address = [], f"{at}/ledger?limit=9"
        while address:
            answer = session.get(address, timeout=30)
            answer.raise_for_status()
            assert answer.headers["content-encoding"] == "gzip" or len(answer.content) < 1_000
            rows += answer.json()["rows"]
            address = answer.links.get("next", {}).get("url", "")
        assert [row["row"] for row in rows] == [
            row["row"] for row in session.get(f"{at}/ledger", timeout=30).json()["rows"]
        ]
        first = session.get(f"{at}/figures", timeout=30)
        again = session.get(f"{at}/figures", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
        head = session.head(f"{at}/figures", timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


def test_excel_and_power_bi_ask_without_credentials_and_then_with_basic(at: str, secret: str) -> None:
    """As WinINet does, and .NET behind Power BI: none at first, then those of the realm that was named."""
    keeper = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    keeper.add_password("OTOP", at, NAME, secret)
    asked: list[int] = []

    class Basic(urllib.request.HTTPBasicAuthHandler):
        def http_error_401(self, request: object, answer: object, code: int, *rest: object) -> object:
            asked.append(code)
            return super().http_error_401(request, answer, code, *rest)  # type: ignore[arg-type]

    opener = urllib.request.build_opener(Basic(keeper))
    opener.addheaders = [("User-Agent", "Microsoft.Data.Mashup"), ("Accept", "*/*")]
    with opener.open(f"{at}/groups.csv", timeout=30) as answer:
        rows = list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"))))
    assert asked == [401] and len(rows) > 10
    plain = requests.get(f"{at}/groups.csv", headers={"User-Agent": "Mozilla/4.0 (compatible; ms-office)"}, timeout=30)
    assert plain.status_code == 401 and plain.headers["WWW-Authenticate"].startswith("Basic ")
    assert plain.json()["code"] == "no_token"


@pytest.fixture
def dialog(server: Server, secret: str) -> Iterator[tuple[str, list[str]]]:
    """What stands for Calc's own dialog, which no headless Calc shows: each request goes on as it came, with the name
    and the token that somebody would have typed. Gives its address and the methods that Calc used.
    """
    used: list[str] = []
    pair = base64.b64encode(f"{NAME}:{secret}".encode()).decode()

    class Relay(http.server.BaseHTTPRequestHandler):
        def relay(self) -> None:
            used.append(self.command)
            onward = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "content-length")}
            onward.request(self.command, self.path, headers={**kept, "Authorization": f"Basic {pair}"})
            answer = onward.getresponse()
            content = answer.read()
            onward.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = relay  # noqa: N815  the library names them

        def log_message(self, *_: object) -> None: ...

    between = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    threading.Thread(target=between.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{between.server_port}/api/v1/projects/{SAMPLE_PROJECT}", used
    between.shutdown()
    between.server_close()


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_libreoffice_calc_reads_the_rows_from_their_address(
    dialog: tuple[str, list[str]], at: str, secret: str, tmp_path: Path
) -> None:
    """Calc asks what the server takes (OPTIONS), what it would get (HEAD), and then for the file."""
    through, used = dialog
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    form = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", profile, "--headless", "--infilter=CSV:44,34,76,1", "--convert-to", form]
    command += ["--outdir", str(tmp_path), f"{through}/figures.csv"]
    direct = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    ran = subprocess.run(command, capture_output=True, timeout=300, check=False, text=True, env=direct)
    found = [*tmp_path.glob("*.csv")]
    assert found, (ran.stderr, used)
    assert {"HEAD", "GET"} <= set(used)
    options = {"Authorization": f"Bearer {secret}"}
    wanted = pd.read_csv(f"{at}/figures.csv", storage_options=options).set_index("name")
    read = pd.read_csv(found[0]).set_index("name")
    assert read["value"].tolist()[1:] == pytest.approx(wanted["value"].tolist()[1:], nan_ok=True)


def test_a_script_without_a_library_sends_basic_itself(at: str, secret: str) -> None:
    pair = base64.b64encode(f"{NAME}:{secret}".encode()).decode()
    request = urllib.request.Request(f"{at}/figures", headers={"Authorization": f"Basic {pair}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["verdict"]
