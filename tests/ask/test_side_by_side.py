"""Each vendor's own pages answer for it, or are said to say nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from advising import filled

from advisor.ask.events import Answered
from advisor.records import Answer
from advisor.wiring import Advisor

HEAD = "local_path\tvendor\tkind\ttopic\trepo\tpath\tcommit\tlicence\tbytes\tpublic_url"
PAGES = {
    "acme": "# Acme and Bolt\n\nAcme and Bolt are often compared by their customers.\n\n"
    "# Retention\n\nPrompts are deleted after 30 days.",
    "bolt": "# Keeping\n\nWe retain no prompt for longer than a week.",
    "cask": "# Cask\n\nThe office is closed on public holidays in summer.",
}


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    folder = tmp_path_factory.mktemp("pages")
    rows = [HEAD]
    for vendor, text in PAGES.items():
        (folder / f"{vendor}.md").write_text(text, encoding="utf-8")
        page = f"{vendor}.md\t{vendor}\tproprietary\t\t\t{vendor}.md\t\tCC0\t9\t"
        rows.append(f"{page}https://{vendor}.example/")
    (folder / "MANIFEST.tsv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    advisor = filled(tmp_path_factory.mktemp("home"), [str(folder)])
    yield advisor
    advisor.close()


def answered(advisor: Advisor, question: str) -> Answer:
    async def last() -> Answer:
        events = [event async for event in advisor.ask(question)]
        assert isinstance(events[-1], Answered)
        return events[-1].answer

    return asyncio.run(last())


def below(answer: Answer, vendor: str) -> str:
    """Return the first line under a vendor's name."""
    lines = [line for line in answer.text.splitlines() if line]
    return lines[lines.index(f"**{vendor}**") + 1]


def test_each_vendor_is_quoted_on_what_is_asked_and_not_on_its_name(advisor: Advisor) -> None:
    answer = answered(advisor, "How long do Acme and Bolt keep prompts?")
    own = {name: below(answer, name) for name in ("Acme", "Bolt")}
    assert "30 days" in own["Acme"]
    assert "a week" in own["Bolt"]


def test_a_vendor_that_says_nothing_is_said_to(advisor: Advisor) -> None:
    answer = answered(advisor, "How long do Acme and Cask keep prompts before deleting them?")
    assert "Nothing on this" in below(answer, "Cask")
    assert "holidays" not in answer.text
