from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from advisor.brief.charts import draw, picture_ratio, short
from advisor.brief.records import Chart, Curve, Curves, Range, Ranges, Scores, Swing, Swings, Table
from brief.sample import CURVES, RANGES, SCORES, SWINGS

NOTHING = Table("", ("A",), ())


@pytest.mark.parametrize("chart", [SCORES, RANGES, CURVES, SWINGS], ids=lambda one: type(one.data))
def test_a_picture_has_the_ratio_that_is_told(chart: Chart) -> None:
    picture = Image.open(BytesIO(draw(chart)))
    assert picture.width == 1300
    assert picture.height / picture.width == pytest.approx(picture_ratio(chart), abs=0.01)


def test_sides_have_their_colours() -> None:
    picture = Image.open(BytesIO(draw(RANGES))).convert("RGB")
    seen = {picture.getpixel((560, y)) for y in range(picture.height)}
    strong = {dot for dot in seen if isinstance(dot, tuple) and max(dot) - min(dot) > 60}
    assert any(blue > green + 60 for _, green, blue in strong), "indigo"
    assert any(green > red + 60 for red, green, _ in strong), "teal"


@pytest.mark.parametrize(
    "data",
    [
        Scores((), 0.0),
        Scores((("A", None),), 0.0),
        Ranges((Range("A", "open", 0, 0, 0),), "$"),
        Ranges((), "$"),
        Curves((), "a day", "$"),
        Curves((Curve("A", "open", ((0, 0), (1, 0))),), "a day", "$", 0, None),
        Swings((Swing("A", 0, 0),), 0, "$"),
        Swings((), 0, "$"),
    ],
)
def test_odd_figures_are_drawn_without_a_warning(
    data: Scores | Ranges | Curves | Swings,
) -> None:
    assert draw(Chart("$x^2$ and _", data, NOTHING)).startswith(b"\x89PNG")


def test_amounts_are_short() -> None:
    said = [short(amount) for amount in (0, 0.25, 950, 999.9, 1_234, 999_999, 4_500_000, 2e9, -2e3)]
    assert said == ["0", "0.25", "950", "1k", "1.23k", "1M", "4.5M", "2B", "−2k"]


def test_charts_drawn_at_once_are_those_drawn_one_by_one() -> None:
    charts = [SCORES, RANGES, CURVES, SWINGS]
    with ThreadPoolExecutor() as threads:
        assert list(threads.map(draw, charts * 2)) == [draw(one) for one in charts] * 2
