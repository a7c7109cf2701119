from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from web.pages import HITS

from advisor.render import SourcePanel, readable
from advisor.web.markup import drawn, found_panels, plain


def panel(title: str = "A title", url: str = "https://a.example/p") -> SourcePanel:
    return SourcePanel(
        "S1", title, "", "Vendor", "2026-01-12", "10 months old", False, url, "", "q", ""
    )


def test_a_marker_becomes_a_link_that_names_its_source() -> None:
    text = drawn("It is so [S1].", [panel()])
    assert text == 'It is so [S1].\n\n[S1]: <https://a.example/p> "A title · Vendor, 2026-01-12"'


def test_markers_side_by_side_stay_two_chips() -> None:
    assert drawn("So [S1][S2][S13].", []) == "So [S1] [S2] [S13]."


def test_a_title_cannot_break_out_of_its_definition() -> None:
    title = 'Say "hi"\\\n\n[S2]: <https://evil.example> "x'
    last = drawn("[S1]", [panel(title)]).splitlines()[-1]
    assert last.startswith("[S1]: <https://a.example/p> ")
    assert '\\"hi\\"\\\\ [S2]' in last


def test_an_address_cannot_break_out_of_its_definition() -> None:
    text = drawn("[S1]", [panel(url="https://a.example/p>\n[S2]: <https://evil.example")])
    assert "https://a.example/p%3E%0A[S2]:%20%3Chttps://evil.example>" in text


def test_a_source_without_an_address_gets_no_link_out() -> None:
    assert '[S1]: <#S1> "' in drawn("[S1]", [panel(url="")])


def test_what_looks_like_a_directive_or_a_picture_is_text() -> None:
    assert plain("ollama:llama3.2 at 10:30") == "ollama\\:llama3.2 at 10:30"
    assert plain("![x](https://evil.example/x.png)") == "!\\[x](https://evil.example/x.png)"
    assert plain("Run `ollama:llama3.2` now") == "Run `ollama:llama3.2` now"
    assert plain("https://a.example") == "https://a.example"


@given(st.text(alphabet="a:![`\\ \n"))
def test_making_text_plain_only_adds_backslashes(text: str) -> None:
    assert plain(text).replace("\\", "") == text.replace("\\", "")


def test_support_marks_are_drawn_apart() -> None:
    text = drawn("A *(partly in the sources)* B *(not in the sources)*", [])
    assert text == "A ***partly in the sources*** B **_not in the sources_**"


def test_found_passages_are_numbered_as_the_draft_names_them() -> None:
    panels = found_panels(HITS, date(2026, 11, 22))
    assert [each.marker for each in panels] == ["S1", "S2", "S3"]
    assert panels[0].quote == readable(HITS[0].chunk.text)
    assert panels[0].before == panels[0].after == ""
    assert panels[1].stale
    assert panels[2].url == ""
