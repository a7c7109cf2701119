"""Files, folders and addresses → bytes, or why there are none."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import httpx

from advisor.library.page import MAX_BYTES, Raw, Skipped, too_large

USER_AGENT = "open-or-proprietary-advisor (reads pages that its user names)"
LINK = "a link (name its target to read it)"
MAX_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(20.0)  # seconds of silence
_DEADLINE = 120.0  # seconds for a whole page, however slowly it drips
_NOT_CONTENT = frozenset({"CVS", "_darcs", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source; `name` is its POSIX path in the folder that was named."""

    path: Path
    name: str


def read_path(path: Path) -> Iterator[Raw | Skipped]:
    """Yield the file, or the files of the folder in the order of their names."""
    for file in list_files(path):
        yield file if isinstance(file, Skipped) else read_file(file)


def list_files(path: Path) -> Iterator[File | Skipped]:
    """Files of a folder; hidden ones and version control are left out, links are not followed."""
    if path.is_dir():
        yield from _folder(path, "")
    elif path.exists():
        yield File(path, shown(path.name))
    else:
        yield Skipped(shown(path.name), "not found")


def read_file(file: File) -> Raw | Skipped:
    """Bytes of a file, unless it is too large or cannot be read."""
    try:
        state = file.path.stat()
        if not stat.S_ISREG(state.st_mode):
            return Skipped(file.name, "not a file")
        if state.st_size > MAX_BYTES:
            return Skipped(file.name, too_large(state.st_size))
        return Raw(file.name, file.path.read_bytes())
    except OSError as error:
        return Skipped(file.name, _reason(error))


def read_url(url: str, *, client: httpx.Client) -> Raw | Skipped:
    """Page at an http(s) address, redirects followed; `url` of the result is where it was found."""
    started, address = time.monotonic(), url
    try:
        for _ in range(MAX_REDIRECTS + 1):
            found = _get(address, client, until=started + _DEADLINE)
            if not isinstance(found, str):
                return found
            address = found
    except httpx.TimeoutException:
        return Skipped(_public(url), f"no answer within {_TIMEOUT.read:.0f} seconds")
    except httpx.InvalidURL:
        return Skipped(_public(url), "not an address")
    except httpx.HTTPError as error:
        return Skipped(_public(url), f"cannot be fetched ({error or type(error).__name__})")
    return Skipped(_public(url), f"more than {MAX_REDIRECTS} redirects")


def shown(name: str) -> str:
    """File name that can be printed and stored, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _folder(folder: Path, above: str) -> Iterator[File | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(above.rstrip("/") or shown(folder.name), _reason(error))
        return
    for entry in entries:
        name = above + shown(entry.name)
        if entry.name.startswith(".") or entry.name in _NOT_CONTENT:
            continue
        if entry.is_symlink():
            yield Skipped(name, LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), f"{name}/")
        else:
            yield File(Path(entry.path), name)


def _get(url: str, client: httpx.Client, *, until: float) -> Raw | Skipped | str:
    """Page, or why not, or the address to go on to."""
    address = httpx.URL(url)
    if address.scheme not in {"http", "https"} or not address.host:
        return Skipped(_public(url), "only http and https addresses are read")
    headers = {"User-Agent": USER_AGENT}
    with client.stream(
        "GET", address, headers=headers, timeout=_TIMEOUT, follow_redirects=False
    ) as response:
        if response.next_request:
            return str(response.next_request.url)
        if response.status_code != httpx.codes.OK:
            return Skipped(_public(url), f"HTTP status {response.status_code}")
        return _body(response, _public(url), until)


def _body(response: httpx.Response, url: str, until: float) -> Raw | Skipped:
    stated = response.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > MAX_BYTES:
        return Skipped(url, too_large(int(stated)))
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > MAX_BYTES:
            return Skipped(url, too_large(len(content)))
        if time.monotonic() > until:
            return Skipped(url, f"not complete within {_DEADLINE:.0f} seconds")
    path = unquote(httpx.URL(url).path).strip("/")
    return Raw(path or "index", bytes(content), url, response.headers.get("content-type", ""))


def _public(url: str) -> str:
    """Address without the name and password it may carry, and without its fragment."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b"", fragment=None))
    except httpx.InvalidURL:
        return re.sub(r"//[^/]*@", "//", url)


def _reason(error: OSError) -> str:
    return f"cannot be read ({error.strerror or error})"
