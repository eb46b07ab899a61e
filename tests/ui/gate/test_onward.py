"""Where a link leads after signing in: pages and files of this host, and nowhere else."""

import pytest

from tests.support.asgi import scope_of
from ui.gate import onward

HOSTILE = [
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/%09//evil.example\n", "/ /evil",
    "javascript:alert(1)", "///evil.example", "/\tx", "/x\r\nSet-Cookie: a=b", "/x#frag", "/ก", "evil.example",
    "http:evil",
    "/x\x00", "", "/" + "x" * 3_000,
]  # fmt: skip
MACHINERY = [
    "/signin", "/signin?next=/x", "/signin/", "/signin;x", "/setup?token=1", "/oidc/callback?code=1", "/auth/logout",
    "/_stcore/health", "/media/x", "/static/x.js", "/healthz", "/readyz", "/;signin", "//signin",
]  # fmt: skip


@pytest.mark.parametrize("wanted", [*HOSTILE, *MACHINERY, None])
def test_what_leads_elsewhere_or_to_no_page_leads_to_the_overview(wanted: str | None) -> None:
    assert onward.safe(wanted) == "/"


@pytest.mark.parametrize(
    "wanted",
    ["/", "/?project=x&lang=en", "/budget", "/budget?as_of=2021-06-30&amphoe=%E0%B8%8A", "/s/abcdefghij",
     "/files/export/groups.csv?lang=en", "/?next=//x", "/signing"],
)  # fmt: skip
def test_a_link_of_the_program_is_followed_to_the_letter(wanted: str) -> None:
    assert onward.safe(wanted) == wanted


def test_what_was_asked_for_is_kept_as_it_was_sent() -> None:
    sent = "/budget?amphoe=%E0%B8%8A%E0%B8%B0&x=1%2B1"

    assert onward.asked(scope_of("http", sent, [])) == sent
    assert onward.to_sign_in(scope_of("http", sent, [])) == (
        "/signin?next=%2Fbudget%3Famphoe%3D%25E0%25B8%258A%25E0%25B8%25B0%26x%3D1%252B1"
    )
    assert onward.to_sign_in(scope_of("http", "/", [])) == "/signin"
