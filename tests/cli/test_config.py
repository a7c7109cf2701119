from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.commands import SECRET, Advise


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_config_names_every_setting_uncut_in_a_pipe(advise: Advise) -> None:
    rows = advise("config").out.splitlines()
    assert all(row.split()[0] in {"Setting", *advise("config", "--json").json} for row in rows)


def test_config_tells_where_values_come_from(advise: Advise, dotenv: Path) -> None:
    dotenv.write_text("ADVISOR_PORT=8001\nADVISOR_QUEUE=9\n", encoding="utf-8")
    told = advise("config", "--json", advisor_queue="2").json
    assert told["ADVISOR_QUEUE"] == {"value": "2", "origin": "environment"}
    assert told["ADVISOR_PORT"] == {"value": "8001", "origin": ".env"}
    assert told["ADVISOR_MODEL"] == {"value": "auto", "origin": "default"}
    assert told["ADVISOR_OLLAMA_URL"]["origin"] == "environment"


def test_config_never_shows_keys_or_passwords(advise: Advise, dotenv: Path) -> None:
    url = f"https://user:{SECRET}@models.example/v1"
    for given in ({"ADVISOR_API_KEY": SECRET, "ADVISOR_MODEL_URL": url}, {}):
        for form in ((), ("--json",)):
            shown = advise("config", *form, **given)
            assert SECRET not in shown.out + shown.err
            assert "set (hidden)" in shown.out
        dotenv.write_text(f"ADVISOR_API_KEY={SECRET}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ADVISOR_PORT", "99999", "less than or equal to 65535 (given: '99999')"),
        ("ADVISOR_THREADS", "many", "valid integer"),
        ("ADVISOR_NEXT_TOKEN_SECONDS", "0", "greater than 0"),
        ("ADVISOR_HOME", "~nobody-of-that-name/advisor", "no such user"),
    ],
)
def test_a_bad_value_names_its_variable(advise: Advise, name: str, value: str, said: str) -> None:
    told = advise("library", **{"ADVISOR_API_KEY": SECRET, name: value})
    assert told.code == 2
    assert f"Error: {name}: " in told.err
    assert said in told.err
    assert f"Next: Correct or unset {name}" in told.err
    assert SECRET not in told.err


def test_a_model_without_its_provider_is_refused(advise: Advise) -> None:
    told = advise("ask", "hello", ADVISOR_MODEL="llama3.2")
    assert told.code == 2
    assert "ADVISOR_MODEL" in told.err


def test_config_points_out_a_slip_of_the_pen(advise: Advise, dotenv: Path) -> None:
    dotenv.write_text("ADVISOR_PROT=8001\n", encoding="utf-8")
    told = advise("config", ADVISOR_CHROMA="x")
    assert told.code == 0
    assert "ADVISOR_PROT is no setting and changes nothing; ADVISOR_PORT may be meant." in told.err
    assert "ADVISOR_CHROMA is no setting" in told.err


def test_a_file_of_settings_that_is_no_text_is_told(advise: Advise, dotenv: Path) -> None:
    dotenv.write_bytes(b"ADVISOR_PORT=\xff\xfe\n")
    told = advise("config")
    assert told.code == 2
    assert ".env cannot be read: it is not UTF-8 text" in told.err


def test_a_home_is_read_as_a_shell_reads_it(advise: Advise) -> None:
    told = advise("config", "--json", ADVISOR_HOME="~/advisor", HOME="/somewhere").json
    assert told["ADVISOR_HOME"]["value"] == os.path.join("/somewhere", "advisor")  # noqa: PTH118


def test_a_home_that_is_a_file_is_told(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = advise("library", home=tmp_path / "file")
    assert told.code == 1
    assert "Cannot write to" in told.err
    assert "ADVISOR_HOME" in told.err
