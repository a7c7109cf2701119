from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from web.scripted import SOURCES, STARTERS
from web.serving import Served, served

from advisor.errors import PortTakenError, SettingsError
from advisor.web.serve import address, listening

OTHER_HOST = re.compile(r"""(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}""", re.IGNORECASE)
PATHS = ("/", "/thread/some", "/login", "/library", "/health", "/public/advisor.css", "/nowhere")


@pytest.fixture
def client(chat: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chat.url, headers={"Accept": "text/html"}) as calling:
        yield calling


@pytest.mark.parametrize("path", PATHS)
def test_every_response_forbids_other_hosts(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not OTHER_HOST.search(policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/thread/some", "/nowhere", "/library"])
def test_no_page_names_another_host(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert not OTHER_HOST.findall(page.text)


def test_stylesheets_and_scripts_of_ours_name_no_other_host(client: httpx.Client) -> None:
    for name in ("advisor.css", "library.css", "advisor.js", "theme.json"):
        assert not OTHER_HOST.findall(client.get(f"/public/{name}").text), name


def test_scripts_run_by_digest_not_by_leave_for_all(client: httpx.Client) -> None:
    page = client.get("/")
    directives = page.headers["content-security-policy"].split("; ")
    scripts = next(one for one in directives if one.startswith("script-src"))
    assert scripts.count("'sha256-") == page.text.count("<script>") == 2
    assert "'unsafe-inline'" not in scripts


def test_health_says_when_the_first_question_is_fast(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok", "ready": True, "problem": ""}
    assert client.get("/ready").status_code == 200


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/copilot/index.js", "/project/file", "/mcp"]
)
def test_doors_that_are_not_used_are_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_page_of_another_origin_may_not_call(client: httpx.Client) -> None:
    cookie = {"session_id": "x"}
    refused = client.post(
        "/set-session-cookie", json=cookie, headers={"Origin": "http://evil.example"}
    )
    assert refused.status_code == 403
    own = str(client.base_url).rstrip("/")
    assert client.post("/set-session-cookie", json=cookie, headers={"Origin": own}).is_success


def test_another_name_for_this_machine_is_refused(client: httpx.Client) -> None:
    assert client.get("/", headers={"Host": "rebound.example:8000"}).status_code == 403
    assert client.get("/", headers={"Host": "localhost"}).status_code == 200


def test_the_library_page_lists_and_escapes_the_sources(client: httpx.Client) -> None:
    page = client.get("/library").text
    assert "181 pages from 3 sources" in page
    assert "Northwind &lt;b&gt;AI&lt;/b&gt; &amp; Co: pricing pages" in page
    assert "<b>AI" not in page
    for source in SOURCES:
        assert source.as_of.isoformat() in page


def test_the_empty_chat_says_what_answers_and_where_the_library_is(client: httpx.Client) -> None:
    shown = client.get("/project/settings").json()
    welcome = shown["chatProfiles"][0]["markdown_description"]
    assert "No model connected\\:" not in welcome
    assert "No model connected: answers are composed from the library." in welcome
    assert "(/library)" in welcome
    groups = [category["label"] for category in shown["starterCategories"]]
    assert groups == list(dict.fromkeys(starter.group for starter in STARTERS))
    assert shown["markdown"].startswith("The advisor answers questions")
    assert shown["features"]["unsafe_allow_html"] is False
    assert shown["features"]["spontaneous_file_upload"]["enabled"] is False


def test_the_words_are_ours(client: httpx.Client) -> None:
    words = client.get("/project/translations?language=de-DE").json()["translation"]
    assert words["chat"]["input"]["placeholder"] == "Ask about open-source or proprietary AI"
    assert words["common"]["actions"]["cancel"] == "Cancel"


def test_nothing_is_written_outside_home(chat: Served) -> None:
    assert list(chat.folder.iterdir()) == []
    assert (chat.home / "chat" / ".chainlit" / "config.toml").is_file()


def test_a_taken_port_is_told_before_anything_slow(chat: Served) -> None:
    port = urlsplit(chat.url).port
    assert port is not None
    with pytest.raises(PortTakenError, match=str(port)):
        listening("127.0.0.1", port)
    imported = "import sys, advisor.web.serve; print('chainlit' in sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", imported], check=True, capture_output=True, text=True
    )
    assert printed.stdout.strip() == "False"


def test_a_host_that_is_not_ours_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError):
        listening("192.0.2.1", 0)


def test_the_address_can_be_opened() -> None:
    assert address("0.0.0.0", 80) == "http://localhost:80"  # noqa: S104
    assert address("::1", 80) == "http://[::1]:80"
    assert address("127.0.0.1", 8000) == "http://localhost:8000"


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        assert httpx.get(running.url).is_success
        assert running.stop() == (0, "")
