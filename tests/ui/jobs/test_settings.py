"""What the environment says of telling: read whole or refused with an example; no secret is ever repeated."""

import pytest

from core.analysis.telling.times import Quiet
from db.errors import SettingRefused
from ui.jobs import settings

HOST = {settings.HOST: "mail.example.go.th", settings.FROM: "otop@example.go.th"}
SECRET = "a-secret-that-nobody-reads"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (settings.HOST, settings.PORT, settings.TLS, settings.FROM, settings.USER, settings.PASSWORD)
    names += (settings.CERTIFICATES, settings.TOKEN, settings.API, settings.QUIET, settings.JOBS)
    for name in (*names, settings.SECONDS.variable):
        monkeypatch.delenv(name, raising=False)


def given(patch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        patch.setenv(name, value)


def test_without_settings_there_is_no_channel_and_nothing_amiss() -> None:
    settings.check()

    assert (settings.mail(), settings.line(), settings.quiet(), settings.channels()) == (None, None, None, ())
    assert settings.in_server()


def test_what_is_set_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **HOST, OTOP_SMTP_USER="otop", OTOP_SMTP_PASSWORD=SECRET, OTOP_LINE_TOKEN=SECRET)
    given(monkeypatch, OTOP_QUIET_HOURS="20-7", OTOP_JOBS="command", OTOP_SEND_SECONDS="5")
    settings.check()

    mail, line = settings.mail(), settings.line()
    assert mail is not None and line is not None
    assert (mail.host, mail.port, mail.tls, mail.seconds) == ("mail.example.go.th", 587, "starttls", 5)
    assert line.api == "https://api.line.me"
    assert settings.quiet() == Quiet(20, 7)
    assert not settings.in_server()
    assert settings.channels() == ("mail", "line")
    assert SECRET not in repr(mail) + repr(line)


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        (settings.HOST, {settings.FROM: "otop@example.go.th"}),
        (settings.FROM, {settings.HOST: "mail.example.go.th"}),
        (settings.FROM, {**HOST, settings.FROM: "somebody <a@b>\nBcc: x@y"}),
        (settings.TLS, {**HOST, settings.TLS: "sometimes"}),
        (settings.TLS, {**HOST, settings.TLS: "none", settings.USER: "otop", settings.PASSWORD: SECRET}),
        (settings.PORT, {**HOST, settings.PORT: "70000"}),
        (settings.PASSWORD, {**HOST, settings.USER: "otop"}),
        (settings.USER, {**HOST, settings.PASSWORD: SECRET}),
        (settings.CERTIFICATES, {**HOST, settings.CERTIFICATES: "/nowhere/office.pem"}),
        (settings.TOKEN, {settings.TOKEN: f"{SECRET} and more"}),
        (settings.API, {settings.TOKEN: SECRET, settings.API: "http://example.go.th"}),
        (settings.QUIET, {settings.QUIET: "20:00-7:00"}),
        (settings.QUIET, {settings.QUIET: "20-24"}),
        (settings.JOBS, {settings.JOBS: "sometimes"}),
        ("OTOP_SEND_SECONDS", {"OTOP_SEND_SECONDS": "0"}),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(
    monkeypatch: pytest.MonkeyPatch, variable: str, values: dict[str, str]
) -> None:
    given(monkeypatch, **values)

    with pytest.raises(SettingRefused) as refused:
        settings.check()
    assert refused.value.message.params["variable"] == variable
    assert SECRET not in str(refused.value)
