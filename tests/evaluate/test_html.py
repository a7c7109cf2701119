from __future__ import annotations

import re
from pathlib import Path

import pytest
from evaluate.sets import Passage

from advisor.errors import EvaluationFileError
from advisor.evaluate.against import compare
from advisor.evaluate.figures import Scores
from advisor.evaluate.gold import Asked, Gold
from advisor.evaluate.html import Reading, write_report
from advisor.evaluate.lines import Problem
from advisor.evaluate.run import Run

EVIL = '<script>alert("x")</script>&amp;<img src=http://example.org/x>'
ASKED = Asked(EVIL, EVIL, (), True, (Gold(EVIL, EVIL),), (EVIL,), EVIL)
SCORES = Scores(EVIL, EVIL, {EVIL: {"hit@5": 1.0}}, {EVIL: EVIL})
RUN = Run(EVIL, (SCORES,), (Problem(EVIL, 1, EVIL),))
READING = Reading(EVIL, ASKED, [Passage(EVIL, EVIL, (EVIL,))], None, {"hit@5": 1.0})


def test_whatever_the_data_say_is_text(tmp_path: Path) -> None:
    index = write_report(RUN, [READING], compare(RUN, RUN), tmp_path / "report.html")
    (page,) = (tmp_path / "report-pages").iterdir()
    for file in (index, page):
        html = file.read_text("utf-8")
        assert "<script" not in html
        assert "<img" not in html
        assert not re.search(r'<[^>]+(?:src|href)="(?!\.\./|report-pages/)', html)
        assert "alert(" in html
    assert f'href="report-pages/{page.name}"' in index.read_text("utf-8")
    assert 'href="../report.html"' in page.read_text("utf-8")


def test_a_folder_gets_an_index(tmp_path: Path) -> None:
    assert write_report(RUN, [], [], tmp_path / "report") == tmp_path / "report" / "index.html"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationFileError, match="cannot be written"):
        write_report(RUN, [], [], tmp_path / "file" / "report.html")
