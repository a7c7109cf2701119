from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from advisor.library.fetch import LINK, USER_AGENT, read_path, read_url
from advisor.library.page import MAX_BYTES, Raw, Skipped

# --- files ---------------------------------------------------------------------------------------


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"text")
    assert list(read_path(tmp_path / "a.md")) == [Raw("a.md", b"text")]


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in (
        "b/z.md",
        "b/a.md",
        "a.md",
        ".hidden",
        ".git/config",
        "CVS/Root",
        "node_modules/x",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(name)
    assert [found.path for found in read_path(tmp_path)] == ["a.md", "b/a.md", "b/z.md"]


def test_what_is_not_there_is_skipped(tmp_path: Path) -> None:
    assert list(read_path(tmp_path / "none")) == [Skipped("none", "not found")]


def test_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_text("text")
    (tmp_path / "secret").write_text("secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "sub" / "cycle").symlink_to(folder)
    (folder / "broken").symlink_to(folder / "none")
    found = list(read_path(folder))
    assert [one.path for one in found if isinstance(one, Raw)] == ["a.md"]
    skipped = [one for one in found if isinstance(one, Skipped)]
    assert [one.path for one in skipped] == ["broken", "out", "sub/cycle"]
    assert {one.reason for one in skipped} == {LINK}


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(50_000_000)
    reason = "too large (50 MB; the limit is 20 MB)"
    assert list(read_path(tmp_path)) == [Skipped("a.md", reason)]


def test_what_is_no_file_is_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(read_path(tmp_path)) == [Skipped("pipe", "not a file")]


@contextmanager
def nobody() -> Iterator[None]:
    """Run without the rights of root, who reads everything."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    yield
    os.seteuid(me)


def test_what_may_not_be_read_is_skipped() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "a.md").write_text("text")
        (folder / "a.md").chmod(0)
        (folder / "locked").mkdir(mode=0)
        with nobody():
            found = list(read_path(folder))
    denied = "cannot be read (Permission denied)"
    assert found == [Skipped("a.md", denied), Skipped("locked", denied)]


def test_names_that_are_no_text_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.md")).write_text("text")
    (found,) = read_path(tmp_path)
    assert found.path.encode() == "a\ufffd.md".encode()


# --- addresses -----------------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """A small site: pages, redirects, and servers as they should not be."""

    def do_GET(self) -> None:
        if self.path.startswith("/hop/"):
            self.redirect(
                f"/hop/{int(self.path[5:]) - 1}" if self.path != "/hop/1" else "/page.html"
            )
        elif self.path == "/away":
            self.redirect("file:///etc/passwd")
        elif self.path == "/page.html":
            self.answer(self.headers["User-Agent"].encode(), "text/html; charset=utf-8")
        elif self.path == "/said":
            self.answer(b"", length=MAX_BYTES + 1)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self.endless()
        elif self.path == "/cut":
            self.answer(b"half", length=100)
        else:
            self.send_error(404)

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def answer(self, body: bytes, kind: str = "text/plain", length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def endless(self) -> None:
        try:
            while True:
                self.wfile.write(b"x" * 1_000_000)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as opened:
        yield opened


def reason(url: str, client: httpx.Client) -> str:
    found = read_url(url, client=client)
    assert isinstance(found, Skipped), found
    return found.reason


def test_a_page_is_fetched_by_name(site: str, client: httpx.Client) -> None:
    expected = Raw(
        "page.html", USER_AGENT.encode(), f"{site}/page.html", "text/html; charset=utf-8"
    )
    assert read_url(f"{site}/page.html", client=client) == expected
    assert "advisor" in USER_AGENT


def test_redirects_are_followed_to_a_limit(site: str, client: httpx.Client) -> None:
    found = read_url(f"{site}/hop/5", client=client)
    assert isinstance(found, Raw)
    assert found.url == f"{site}/page.html"
    assert reason(f"{site}/hop/6", client) == "more than 5 redirects"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/none", "HTTP status 404"),
        ("/said", "too large (20 MB; the limit is 20 MB)"),
        ("/endless", "too large"),
        ("/cut", "cannot be fetched"),
    ],
)
def test_bad_answers_are_skipped(site: str, client: httpx.Client, path: str, expected: str) -> None:
    assert reason(site + path, client).startswith(expected)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/x", "http://", "https:///x"]
)
def test_other_schemes_are_not_read(client: httpx.Client, url: str) -> None:
    assert reason(url, client) == "only http and https addresses are read"


def test_a_redirect_to_a_file_is_not_followed(site: str, client: httpx.Client) -> None:
    assert "http" in reason(f"{site}/away", client)


def test_broken_addresses_are_skipped(client: httpx.Client) -> None:
    assert reason("http://a.example/\0", client) == "not an address"


def test_nobody_at_home_is_skipped(client: httpx.Client) -> None:
    with serving() as url:
        gone = url
    assert reason(gone, client).startswith("cannot be fetched")


def test_a_silent_server_is_skipped() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with httpx.Client(transport=httpx.MockTransport(silent)) as client:
        assert reason("http://a.example", client) == "no answer within 20 seconds"


def test_passwords_are_not_kept(site: str, client: httpx.Client) -> None:
    found = read_url(site.replace("//", "//me:word@") + "/page.html#part", client=client)
    assert isinstance(found, Raw)
    assert found.url == f"{site}/page.html"
    assert "word" not in read_url("http://me:word@a.example/\0", client=client).path
