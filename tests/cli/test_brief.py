from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from cli.commands import Advise

PROFILE = {"use-case": "regulated", "data": "mixed", "expertise": "some", "risk": "vendor"}


@pytest.fixture
def profile(tmp_path: Path) -> str:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(PROFILE), "utf-8")
    return str(file)


def test_a_brief_is_written_and_its_file_named(
    advise: Advise, profile: str, tmp_path: Path
) -> None:
    made = advise("brief", "../Acme/Ltd", "--answers", profile, "--said", "HIPAA applies to us")
    assert (made.code, made.err) == (0, "")
    file = tmp_path / made.out.strip()
    assert file.parent == tmp_path
    said = [p.text for p in Document(BytesIO(file.read_bytes())).paragraphs]
    assert "for ../Acme/Ltd" in said
    assert "“HIPAA applies to us”" in said
    assert any(line.startswith("Recommendation  Hybrid: split the work") for line in said)
    assert any("8.3 Recommendations for seven common use cases" in line for line in said)


COST = {
    "requests_per_day": "300k",
    "input_tokens": 1200,
    "output_tokens": 350,
    "api_model": "openai:gpt-4o",
    "open_model": "llama 70b",
}


def test_costs_are_calculated_from_a_file(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "cost.json").write_text(json.dumps({**COST, "set": {"egress_price": 0}}), "utf-8")
    assert advise("brief", "Acme", "--cost", "cost.json", "--out", "a.md").code == 0
    written = (tmp_path / "a.md").read_text("utf-8")
    assert "300,000 requests a day of 1,200 tokens in and 350 tokens out" in written
    assert written.count("data:image/png;base64,") == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "the file: Invalid JSON"),
        (json.dumps({**COST, "gpu_hours": 3}), "gpu_hours: Extra inputs"),
        (json.dumps({**COST, "open_model": None}), "open_model: Input should be a valid string"),
        (json.dumps({**COST, "open_model": "no such model"}), "no such model"),
        (json.dumps({**COST, "requests_per_day": "-5"}), "-5"),
    ],
)
def test_inputs_of_costs_that_cannot_be_used_are_told(
    advise: Advise, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "cost.json").write_text(content, "utf-8")
    told = advise("brief", "Acme", "--cost", "cost.json", "--out", "a.md")
    assert told.code == 2
    assert said in told.err
    assert not (tmp_path / "a.md").exists()


def test_what_was_said_counts_as_an_answer(advise: Advise, tmp_path: Path) -> None:
    advise("brief", "Acme", "--said", "we make 2 million calls a day", "--out", "a.md")
    assert "| Volume | How many calls do you expect" in (tmp_path / "a.md").read_text("utf-8")


@pytest.mark.parametrize("ending", ["docx", "pdf", "md", "html"])
def test_a_client_without_answers_gets_a_brief_too(
    advise: Advise, tmp_path: Path, ending: str
) -> None:
    assert advise("brief", "Acme", "--out", f"a.{ending}").out == f"a.{ending}\n"
    assert (tmp_path / f"a.{ending}").stat().st_size > 10_000 * (ending in {"docx", "pdf"})


def test_an_existing_file_is_kept_unless_forced(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine", "utf-8")
    told = advise("brief", "Acme", "--out", "a.md")
    assert told.code == 2
    assert "nothing was written" in told.err
    assert (tmp_path / "a.md").read_text("utf-8") == "mine"
    assert advise("brief", "Acme", "--out", "a.md", "--force").code == 0
    assert (tmp_path / "a.md").read_text("utf-8").startswith("# Open or proprietary AI")


def test_a_firm_fills_its_own_template(advise: Advise, tmp_path: Path) -> None:
    assert advise("brief", "--template-out", "firm.docx").out == "firm.docx\n"
    word = Document(str(tmp_path / "firm.docx"))
    word.add_paragraph("Our terms apply.")
    word.save(str(tmp_path / "firm.docx"))
    assert advise("brief", "Acme", "--template", "firm.docx", "--out", "a.docx").code == 0
    filled = Document(str(tmp_path / "a.docx"))
    assert filled.paragraphs[-1].text == "Our terms apply."


def test_a_template_that_cannot_be_filled_leaves_no_file(advise: Advise, tmp_path: Path) -> None:
    (tmp_path / "firm.docx").write_text("no document", "utf-8")
    told = advise("brief", "Acme", "--template", "firm.docx", "--out", "a.docx")
    assert told.code == 2
    assert "no Word document" in told.err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Acme", "--format", "odt"), "--format is one of docx, pdf, md, html"),
        (("Acme", "--out", "a.odt"), "Name --format"),
        (("Acme", "--out", "a.pdf", "--template", "firm.docx"), "goes with --format docx"),
        ((" ",), "Name the client"),
        (("Acme", "--answers", "none.json"), "none.json cannot be read"),
    ],
)
def test_what_cannot_be_made_is_told(
    advise: Advise, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    told = advise("brief", *given)
    assert told.code == 2
    assert said in " ".join(told.err.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_letters_that_the_pdf_cannot_show_are_told(advise: Advise) -> None:
    assert "no letters for 会式株社" in advise("brief", "株式会社", "--out", "a.pdf").err
