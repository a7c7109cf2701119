from __future__ import annotations

import re
from base64 import b64decode

from advisor.brief.markdown import escaped, markdown
from advisor.brief.records import Brief, Paragraph, Run, Section, Table, text
from brief.sample import DAY, HOSTILE


def test_every_section_and_note_is_there(brief: Brief) -> None:
    written = markdown(brief)
    for section in brief.sections:
        assert f"\n## {section.title}\n" in written
    assert "systems.[^1]" in written
    assert "\n[^1]: “An external API receives every prompt" in written
    assert "<https://example.org/privacy?a=1&b=2>" in written


def test_charts_are_pictures_with_a_table_each(brief: Brief) -> None:
    written = markdown(brief)
    pictures = re.findall(r"^\[chart-\d\]: data:image/png;base64,(\S+)$", written, re.MULTILINE)
    assert len(pictures) == 4
    assert all(b64decode(one).startswith(b"\x89PNG") for one in pictures)
    assert "| Data sensitivity | \\+1.00 |" in written


def test_what_clients_write_stays_text(brief: Brief) -> None:
    written = markdown(brief)
    assert "<script" not in written
    assert "](javascript:" not in written.replace("\\](", "")
    assert escaped("1. a\n# b") == "1\\. a \\# b"
    row = Table("", ("A",), ((text("a | b"),),))
    assert "| a \\| b |" in markdown(_of(row))


def test_partly_supported_is_said() -> None:
    assert "*(partly in the sources)*" in markdown(_of(Paragraph(text("So.", mark="partly"))))


def test_emphasis_touches_its_words() -> None:
    runs = (Run("one "), Run("two ", mark="strong"), Run("three"))
    assert "one **two** three" in markdown(_of(Paragraph(runs)))


def _of(block: Paragraph | Table) -> Brief:
    return Brief("T", HOSTILE, DAY, (Section("summary", "S", (block,)),))
