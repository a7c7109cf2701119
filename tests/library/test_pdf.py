from __future__ import annotations

import io
import logging
import time
from datetime import date

import pytest
from pdfs import PROSE, Page, Text, pdf, stream
from pypdf import PdfReader, PdfWriter

from advisor.library.formats import pdf as pdf_format
from advisor.library.load import Loaded, Raw, Skipped, load

LOCK = "any word"


def read(content: bytes, path: str = "terms.pdf") -> Loaded:
    found = load(Raw(path, content))
    assert isinstance(found, tuple), found
    return found[0]


def reason(content: bytes) -> str:
    found = load(Raw("terms.pdf", content))
    assert isinstance(found, Skipped), found
    return found.reason


def locked(content: bytes, user: str, algorithm: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt(user, owner_password=LOCK, algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


# --- title and date ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Terms of Service", "Terms of Service"),
        ("Terms of Service - Google Docs", "Terms of Service"),
        ("Microsoft Word - terms_v2.docx", "Acme Terms"),
        ("untitled", "Acme Terms"),
        ("terms_of-acme", "Acme Terms"),
        ("", "Acme Terms"),
    ],
)
def test_the_title_is_stated_or_the_largest_heading(stated: str, expected: str) -> None:
    lines: Page = [Text("Part one", size=13), Text("Acme Terms", size=20, gap=20), *PROSE]
    assert read(pdf(lines, info={"Title": stated}), "terms-of-acme.pdf").title == expected


def test_without_any_title_the_file_name_is_one() -> None:
    assert read(pdf(PROSE), "a/acme_terms.pdf").title == "acme terms"


def test_the_date_is_the_text_s_own_or_the_file_s() -> None:
    stamps = {"CreationDate": "D:20230101120000Z", "ModDate": "D:20240203120000+01'00'"}
    assert read(pdf(PROSE, info=stamps)).as_of == date(2024, 2, 3)
    assert read(pdf(["Last updated: March 3, 2025"], info=stamps)).as_of == date(2025, 3, 3)
    assert read(pdf(PROSE, info={"ModDate": "D:20249999"})).as_of is None


# --- what cannot be read -------------------------------------------------------------------------


def test_a_file_without_a_user_password_is_read() -> None:
    for algorithm in ("RC4-128", "AES-256"):
        assert read(locked(pdf(PROSE), "", algorithm)).text == " ".join(PROSE)


def test_a_password_is_needed() -> None:
    assert reason(locked(pdf(PROSE), LOCK, "AES-256")) == "encrypted; it needs a password"


def test_a_scan_holds_no_text() -> None:
    assert reason(pdf(stream(b"0 0 612 792 re f"))) == "holds no text; it may be a scan"


def test_fonts_without_letters_are_told() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[65/g65/g66/uniE001]>>>>"
    content = pdf([Text("ABC ABC", bold=True)], extra=[font])
    told = content.replace(b"/F2 4 0 R", b"/F2 6 0 R")
    assert reason(told) == "its fonts do not say which letters they draw"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_read_or_told(kept: float) -> None:
    content = pdf(*[PROSE] * 5)
    found = load(Raw("a.pdf", content[: int(len(content) * kept)]))
    assert (
        not isinstance(found, Skipped) or "a broken PDF" in found.reason or "scan" in found.reason
    )


@pytest.mark.parametrize("content", [b"not a PDF", b"%PDF-1.7", b"%PDF-1.7 trailer<</Root 1 0 R>>"])
def test_a_broken_file_is_told(content: bytes) -> None:
    assert reason(content).startswith("a broken PDF (")


def test_one_broken_page_does_not_hide_the_others() -> None:
    bomb = stream(b"(x) " * 600_000 + b"Tj", packed=True)
    found = read(pdf(PROSE, bomb))
    assert found.text == f"{' '.join(PROSE)}\n\n(Page 2 of this PDF cannot be read.)"


def test_a_decompression_bomb_is_refused_at_once() -> None:
    bomb = stream(b" " * 100_000_000, packed=True)
    started = time.perf_counter()
    assert reason(pdf(bomb)).startswith("a broken PDF (")
    assert time.perf_counter() - started < 5


def test_a_file_that_takes_too_long_is_given_up() -> None:
    found = pdf_format.read(Raw("terms.pdf", pdf(PROSE)), within=-1)
    assert found == Skipped("terms.pdf", "takes more than -1 seconds to read")


def test_too_many_pages_are_refused() -> None:
    content = pdf(*[b"<</Length 0>>stream\n\nendstream"] * (pdf_format.MAX_PAGES + 1))
    assert reason(content) == "too long (2,001 pages; the limit is 2,000)"


def test_scripts_and_attachments_are_not_read() -> None:
    script = b"<</S/JavaScript/JS(app.alert\\('run'\\))>>"
    told = read(pdf(PROSE, extra=[script], root="/OpenAction 6 0 R")).text
    assert told == " ".join(PROSE)


def test_oddities_are_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    content = pdf(PROSE).replace(b"startxref\n", b"startxref\n9")
    with caplog.at_level(logging.DEBUG):
        read(content)
    assert caplog.records == []


# --- published files -----------------------------------------------------------------------------


def test_published_files_read_as_their_readers_see_them(documents: dict[str, Loaded]) -> None:
    found = {path: one for path, one in documents.items() if path.endswith(".pdf")}
    assert len(found) == 8
    assert {path: one.title for path, one in found.items() if "fmti" not in path} == {
        "aws/Amazon_SageMaker_FAQs.pdf": "Amazon SageMaker FAQs",
        "deepseek/DeepSeek_R1.pdf": (
            "DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning"
        ),
        "meta-llama/Responsible-Use-Guide.pdf": "Responsible Use Guide",
        "qwen/Qwen3_Technical_Report.pdf": "Qwen3 Technical Report",
        "sana/service-level-agreement.pdf": (
            "Sana Standard Service Level Agreement [Effective as of 14 Feb 2025]"
        ),
    }
    agreement = found["sana/service-level-agreement.pdf"]
    assert agreement.as_of == date(2025, 2, 14)
    assert "\n## 12 Service Commitment of 99.95% Uptime\n" in agreement.text
    assert "\nMMLU 86.06 85.02 85.16 87.19 87.81\n" in found["qwen/Qwen3_Technical_Report.pdf"].text
    scores = found["fmti/OpenAI-2023-FMTI-Scores.pdf"].text
    assert scores.startswith(
        "# Scores for OpenAI on the 2023 Foundation Model Transparency Index\n"
    )
    assert not any("  " in one.text for one in found.values())
