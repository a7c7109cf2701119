from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest
from web.serving import free_port

from advisor.web.serve import listening
from cli.commands import Advise, Outcome, ended, start


def test_a_taken_port_is_told_before_anything_slow(advise: Advise, tmp_path: Path) -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        told = advise("chat", "--port", str(port), home=tmp_path / "new")
    assert told.code == 1
    assert f"Port {port} on 127.0.0.1 is taken" in told.err
    assert f"advisor chat --port {port + 1}" in told.err
    assert not (tmp_path / "new").exists()  # filling it would have taken seconds


@pytest.mark.parametrize(
    "given", [("--port", "0"), ("--port", "99999"), ("--host", "no.such.host.invalid")]
)
def test_an_address_that_cannot_be_listened_on_is_told(
    advise: Advise, given: tuple[str, str]
) -> None:
    told = advise("chat", *given)
    assert told.code == 2
    assert f"ADVISOR_{given[0].strip('-').upper()}" in told.err


def test_chat_serves_until_ctrl_c(home: Path) -> None:
    process = start(home, "chat", "--port", str(free_port()), PYTHONUNBUFFERED="1")
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.endswith("(Ctrl-C stops).\n"), ended(process)
    with urllib.request.urlopen(line.split()[4]) as page:  # noqa: S310 - our own address
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    assert ended(process) == Outcome(0, "", "")
