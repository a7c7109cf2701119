"""A long brief with every kind of block, and texts that try to be more than text."""

from __future__ import annotations

from datetime import date

from advisor.brief.records import (
    Brief,
    Bullets,
    Callout,
    Chart,
    Curve,
    Curves,
    Note,
    Paragraph,
    Range,
    Ranges,
    Run,
    Scores,
    Section,
    Subheading,
    Swing,
    Swings,
    Table,
    text,
)

DAY = date(2026, 11, 27)
HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% for x in y %} & *b* [a](javascript:b) | # \x07\u202e"
)
SHOWN = "<script>alert(1)</script> {{ 7*7 }} {% for x in y %} & *b* [a](javascript:b) | #"

SCORES = Chart(
    "Six of seven answers pull towards open models",
    Scores(
        (
            ("Data sensitivity", 1.0),
            ("Volume", 0.6),
            ("Customization", 0.35),
            ("Infrastructure expertise", -0.7),
            ("Transparency", 0.5),
            ("Timeline", None),
            ("Risk tolerance", 0.2),
        ),
        0.41,
    ),
    Table("Scores", ("Question", "Score"), ((text("Data sensitivity"), text("+1.00")),), (1,)),
)
RANGES = Chart(
    "At 40,000 requests a day the hosted open model costs least",
    Ranges(
        (
            Range("Proprietary API", "proprietary", 9_800, 14_200, 21_000),
            Range("Open model on a hosted API", "open", 2_900, 4_100, 6_300),
            Range("Open model on your own GPUs", "open", 17_500, 23_900, 31_000),
        ),
        "US dollars a month",
    ),
    Table("Monthly cost", ("Way", "Base"), ((text("Proprietary API"), text("14,200")),), (1,)),
)
CURVES = Chart(
    "Own GPUs cost less than the proprietary API from 67,000 requests a day",
    Curves(
        (
            Curve(
                "Proprietary API",
                "proprietary",
                ((1_000, 355), (10_000, 3_550), (100_000, 35_500), (1_000_000, 355_000)),
            ),
            Curve("Hosted open model", "open", ((1_000, 102), (1_000_000, 102_000))),
            Curve(
                "Own GPUs",
                "open",
                ((1_000, 23_900), (120_000, 31_000), (240_000, 38_000), (1_000_000, 95_000)),
                stepped=True,
            ),
        ),
        "requests a day",
        "US dollars a month",
        here=40_000,
        meet=67_000,
    ),
    Table("Cost by volume", ("Requests a day", "GPUs"), ((text("1,000"), text("2")),), (0, 1)),
)
SWINGS = Chart(
    "People cost moves the result most",
    Swings(
        (
            Swing("Engineers", 15_000, 39_000),
            Swing("Price of a GPU hour", 19_000, 30_500),
            Swing("Output tokens per request", 22_900, 27_000),
        ),
        23_900,
        "US dollars a month",
    ),
    Table("Drivers", ("Driver", "Low"), ((text("Engineers"), text("15,000")),), (1,)),
)
NOTES = (
    Note(
        1,
        "An external API receives every prompt, so data that must stay inside rules it out.",
        "Privacy and compliance",
        "5.1 Where data goes",
        "https://example.org/privacy?a=1&b=2",
        "Article",
        date(2026, 3, 30),
    ),
    Note(2, "", "Price page", "", "javascript:alert(1)", "Vendor", date(2026, 10, 1)),
)


def sample() -> Brief:
    """Give a brief of three sections."""
    long = "A sentence of an ordinary length that says one thing and then stops. " * 6
    summary = Section(
        "summary",
        "Executive summary",
        (
            Callout(
                "Recommendation", text("Hybrid: split the work by data sensitivity."), "hybrid"
            ),
            Paragraph((Run("Patient data may not leave your systems.", (1,)), Run(" "), Run(long))),
            Bullets((text("First point", 1, 2), text(HOSTILE), text(long, mark="partly"))),
            SCORES,
        ),
    )
    cost = Section(
        "cost",
        "Cost",
        (
            Subheading("Three ways"),
            RANGES,
            CURVES,
            SWINGS,
            Table(
                "Assumptions",
                ("Assumption", "Value", "Source"),
                tuple(
                    (text(f"Assumption number {n}"), text(f"{n * 1000:,}"), text(long[:90], 2))
                    for n in range(40)
                ),
                (1,),
                (0.4, 0.2, 0.4),
            ),
            Bullets((text("Prototype"), text("Production")), ordered=True),
        ),
    )
    evidence = Section("evidence", "Evidence", (Paragraph(text("Numbered.")), *NOTES))
    return Brief(
        "Open or proprietary AI", f"Łódź Klinik 株式会社 {HOSTILE}", DAY, (summary, cost, evidence)
    )
