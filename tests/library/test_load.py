from __future__ import annotations

import codecs
import json
import time
from datetime import date
from pathlib import Path

import pytest
from pdfs import PROSE, pdf

from advisor.library.load import FORMATS, MAX_BYTES, Loaded, Raw, Skipped, load


def page(path: str, text: str | bytes, url: str = "", media_type: str = "") -> Loaded:
    content = text.encode() if isinstance(text, str) else text
    found = load(Raw(path, content, url, media_type))
    assert isinstance(found, tuple), found
    assert len(found) == 1
    return found[0]


def reason(path: str, text: str | bytes, media_type: str = "") -> str:
    content = text.encode() if isinstance(text, str) else text
    found = load(Raw(path, content, media_type=media_type))
    assert isinstance(found, Skipped), found
    assert found.path == path
    return found.reason


# --- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.epub", "EPUB is not read yet"),
        ("a.DOCX", "DOCX is not read yet"),
        ("a.py", ".py is not read yet"),
    ],
)
def test_formats_not_read_say_so(path: str, expected: str) -> None:
    assert reason(path, b"%PDF-1.7 anything") == expected


@pytest.mark.parametrize("content", [b"", b" \n\t ", codecs.BOM_UTF8, b"\0\0"])
def test_nothing_is_empty_or_binary(content: bytes) -> None:
    assert reason("a.md", content) in {"empty", "binary"}


def test_binary_is_skipped() -> None:
    assert reason("a.txt", bytes(range(256)) * 50) == "binary"


def test_fifty_megabytes_are_refused_at_once() -> None:
    started = time.perf_counter()
    assert reason("a.html", b"<div>" * 10_000_000) == "too large (50 MB; the limit is 20 MB)"
    assert time.perf_counter() - started < 0.5


def test_the_limit_itself_is_read() -> None:
    assert len(page("a.txt", b"x" * MAX_BYTES).text) == MAX_BYTES


@pytest.mark.parametrize(
    "content",
    [
        "Prix : 5 € — été".encode("utf-8-sig"),
        "Prix : 5 € — été".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Prix : 5 € — été".encode("utf-16-be"),
        "Prix : 5 € — été".encode("utf-32"),
        "Prix : 5 € — été".encode(),
    ],
)
def test_marks_and_utf8_are_decoded(content: bytes) -> None:
    assert page("a.txt", content).text == "Prix : 5 € — été"


def test_other_encodings_are_guessed() -> None:
    text = (
        "Der Anbieter löscht die Daten spätestens nach dreißig Tagen. Für Prüfungen gilt §5. " * 5
    )
    assert "löscht" in page("a.txt", text.encode("cp1252")).text


def test_line_ends_become_one_kind_and_nul_bytes_go() -> None:
    assert page("a.txt", b"a\r\nb\rc\0d" + b" word" * 50).text.startswith("a\nb\ncd")


# --- Markdown ------------------------------------------------------------------------------------


def test_markdown_is_kept_as_it_is() -> None:
    text = "# Title\n\nSome **bold** and _thin_  text, [a link](https://a.example/x_(y)).\n\n"
    text += "| a | b |\n|---|:-:|\n| 1 | `|` |\n\n    code\n\n- one\n- two"
    assert page("a.md", text) == Loaded("a.md", "Title", text, None)


def test_front_matter_gives_title_and_date_and_goes() -> None:
    found = page("a.md", "---\ntitle: 'It''s \"here\"'\nms.date: 03/04/2025\n---\nText.")
    assert found == Loaded("a.md", 'It\'s "here"', "Text.", date(2025, 3, 4))


def test_nested_front_matter_yields_to_the_outer() -> None:
    found = page("a.md", "---\nmeta:\n  title: inner\n  date: 2020-01-01\ntitle: outer\n---\nText.")
    assert (found.title, found.as_of) == ("outer", date(2020, 1, 1))


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert (
        page("a.md", "---\n\nText one\n\n---\n\nText two").text
        == "---\n\nText one\n\n---\n\nText two"
    )


@pytest.mark.parametrize(
    ("noise", "left"),
    [
        ("A <!-- secret\n\n# no --> B", "A  B"),
        ("[![badge](https://img.example/b.svg)](https://ci.example) Text", " Text"),
        ("![a picture](data:image/png;base64,AAAA) Text", " Text"),
        ('<p align="center">Text</p>', "Text"),
        ("<script>alert('<p>')</script>Text", "Text"),
        ("<svg><text>x</text></svg>Text", "Text"),
        ("[click](javascript:alert(1)) [go](https://a.example)", "click [go](https://a.example)"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        (
            '<a href="https://a.example">Team & Enterprise</a>',
            '<a href="https://a.example">Team & Enterprise</a>',
        ),
        ('<a name="top"></a>Text', "Text"),
        ("4 x A <br> 1 x B", "4 x A <br> 1 x B"),
        ("Set <YOUR_API_KEY> and <model> here", "Set <YOUR_API_KEY> and <model> here"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("Not closed <!-- text", "Not closed <!-- text"),
        ("`<p>` stays, <p>goes", "`<p>` stays, goes"),
        ("```html\n<!-- kept --><p>\n```\n<p>x", "```html\n<!-- kept --><p>\n```\nx"),
        ("<h2 id='x'>Deep\n thing</h2>\ntext", "## Deep thing\n\ntext"),
        ("## Models {#models}\n\ntext", "## Models\n\ntext"),
    ],
)
def test_layout_goes_and_text_stays(noise: str, left: str) -> None:
    assert page("a.md", noise).text.strip() == left.strip()


def test_html_tables_in_markdown_become_rows() -> None:
    text = "Before\n<table><tr><th>GPU</th><th>Memory</th></tr>"
    text += "<tr><td>H100</td><td>80 GB</td></tr></table>\nAfter"
    assert "| GPU | Memory |\n| --- | --- |\n| H100 | 80 GB |" in page("a.md", text).text


def test_title_falls_back_to_the_first_heading_then_the_file() -> None:
    assert page("a.md", "Text\n\n# **The** [Title](x)\n").title == "The Title"
    assert page("a.md", "The Title\n=========\n\nText").title == "The Title"
    assert page("x/long-file_name.md", "```\n# not a title\n```").title == "long file name"
    assert page("vendor/README.md", "Text").title == "vendor"


def test_markdown_without_text_is_skipped() -> None:
    assert reason("a.md", "---\ntitle: x\n---\n<!-- nothing -->\n") == "no text"


# --- MDX -----------------------------------------------------------------------------------------

MDX = """---
title: Limits
---
import { Note } from 'x';
import {
  A,
  B
} from "y";

export const price = {
  a: 1,
};

{/* TODO: nothing */}
<Note type="warn" on={() => { a > b }}>Trial keys are limited to 1,000 calls.</Note>

<SectionTab as="h2" sectionId="x">What is limited?</SectionTab>

<Tabs><TabItem value="py" label="Python">

```python
import os
print({"a": 1}, "<Note>")
```

</TabItem></Tabs>
Price{" "}is {price.a} in `{curly}` and \\{escaped}.
<FaqItem question="How long?">30 days</FaqItem> <Icon name="x" />
"""


def test_mdx_loses_its_code_and_keeps_its_prose() -> None:
    text = page("a.mdx", MDX).text
    assert "Trial keys are limited to 1,000 calls." in text
    assert "## What is limited?" in text
    assert '```python\nimport os\nprint({"a": 1}, "<Note>")\n```' in text
    assert "Price is  in `{curly}` and \\{escaped}." in text
    assert "**How long?**" in text
    for gone in ("from 'x'", 'from "y"', "export", "TODO", "SectionTab", "onClick", "=>"):
        assert gone not in text


# --- HTML ----------------------------------------------------------------------------------------

HTML = """<!doctype html><html><head><title>Privacy at Acme | Acme</title>
<meta property="article:modified_time" content="2025-03-04T10:00:00Z"><style>p{}</style></head>
<body><nav><a href="/">Home</a></nav><header><p>Site header</p></header>
<div class="cookie-banner">We use cookies</div><div hidden>Hidden one</div>
<div style="display: none">Hidden two</div><form><input value="x">Subscribe</form>
<main><article><header><h1>Privacy</h1></header>
<p>Data is kept for <b>30&nbsp;days</b> in the <a href="/eu">EU</a>.
<a href="javascript:alert(1)">Click</a> <a href="data:text/html,x">Data</a>
<a href="https://b.example" onclick="x()">Link<span class="sr-only">(new window)</span></a></p>
<h2><button>Where is it?</button></h2><ul><li>Paris</li><li>Oslo<ul><li>East</li></ul></li></ul>
<table><thead><tr><th>Plan</th><th>Days</th></tr></thead><tbody><tr><td>Team</td><td>30</td></tr></tbody></table>
<pre><code>run --now</code></pre><script>evil()</script><!-- comment --></article></main>
<footer>Imprint</footer></body></html>"""


def test_html_keeps_the_content_only() -> None:
    found = page("p.html", HTML, url="https://acme.example/privacy")
    assert (found.title, found.as_of) == ("Privacy", date(2025, 3, 4))
    assert "Data is kept for **30 days**" in found.text.replace("\xa0", " ")
    assert "[EU](https://acme.example/eu)" in found.text
    assert "[Link](https://b.example)" in found.text
    assert "## Where is it?" in found.text
    assert "- Paris\n- Oslo" in found.text
    assert "| Plan | Days |\n| --- | --- |\n| Team | 30 |" in found.text
    assert "run --now" in found.text
    gone = ("Home", "Site header", "cookies", "Hidden", "Subscribe", "Imprint", "evil", "comment",
            "javascript:", "data:", "new window", "onclick", "p{}")  # fmt: skip
    assert [word for word in gone if word in found.text] == []


def test_html_title_element_loses_the_site() -> None:
    assert (
        page("p.html", "<title>Privacy at Acme | Acme</title><p>Text</p>").title
        == "Privacy at Acme"
    )


def test_html_drawn_by_scripts_is_skipped() -> None:
    assert "drawn by its scripts" in reason(
        "p.html", "<title>x</title><script>a()</script><div></div>"
    )


@pytest.mark.parametrize("tag", ["div", "ul><li", "blockquote", "b", "table><tr><td", "span"])
def test_deep_nesting_gives_a_result(tag: str) -> None:
    assert "hello" in page("p.html", f"<{tag}>" * 10_000 + "hello").text


def test_deep_markdown_and_json_do_not_crash() -> None:
    assert "deep" in page("a.md", "> " * 10_000 + "deep").text
    lists = "".join(f"{' ' * (2 * n)}- level\n" for n in range(2000))
    assert "level" in page("a.md", lists).text
    assert reason("a.json", "[" * 100_000) == "nested too deeply"


HOSTILE = [
    *(mark * 100_000 for mark in ("`", "<a ", "![", "<!--", "{", "[", "*", "|", " ", "\n", "- ")),
    *(mark * 20_000 for mark in ("<table>", "```a\n", '<p "', "import a\n", "\n# a {#", "[a](")),
    "\n# " + " " * 100_000,
    "\n" + " " * 100_000 + "- b",
    "a" + " " * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
@pytest.mark.parametrize("suffix", [".md", ".mdx", ".txt", ".html"])
def test_hostile_markup_takes_no_time(text: str, suffix: str) -> None:
    started = time.process_time()
    load(Raw(f"a{suffix}", f"x{text} end".encode()))
    assert time.process_time() - started < 3


# --- reStructuredText ----------------------------------------------------------------------------

RST = """Title
=====

.. unknown-thing:: Argument
   :option: yes

   Inside the *unknown*.

Use ``code`` and :doc:`a page <there>` and :ref:`this`.

.. include:: /etc/passwd

.. raw:: html

   <script>evil()</script>

.. csv-table:: x
   :file: /etc/passwd

.. note::

   A note.

.. toctree::

   one/two

Sub
---

.. code-block:: bash

   # not a heading
   run

* one
* two
"""


def test_rst_reads_unknown_directives_and_opens_no_file() -> None:
    found = page("a.rst", RST)
    assert found.title == "Title"
    for kept in ("Inside the *unknown*.", "`code`", "a page", "this", "A note.", "## Sub",
                 "# not a heading\nrun", "- one\n- two", "**Argument**"):  # fmt: skip
        assert kept in found.text
    for gone in ("root:", "evil", "one/two", "there", "yes"):
        assert gone not in found.text


def test_broken_rst_gives_a_result() -> None:
    assert "text" in page("a.rst", "==\nA\n=====\n\n.. image::\n\n`broken <\n\ntext |x| [1]_").text


# --- WordPress -----------------------------------------------------------------------------------


def post(**fields: object) -> dict[str, object]:
    content = "<h3>Section 1: A</h3><p>one</p><h4>1.1 B</h4><p>two</p>"
    content += "<h4>Section 9: C</h4><p>three</p><h4>9.1 D</h4><p>four</p>"
    return {
        "title": {"rendered": "Open &#8211; or &amp; not"},
        "content": {"rendered": content},
        "link": "https://blog.example/post/",
        "modified": "2026-03-30T16:45:09",
        **fields,
    }


def test_wordpress_post_gives_title_date_address_and_mended_levels() -> None:
    found = page("p.json", json.dumps(post()))
    assert (found.title, found.as_of) == ("Open \u2013 or & not", date(2026, 3, 30))
    assert found.url == "https://blog.example/post/"
    assert "\n### Section 9: C\n\nthree\n\n#### 9.1 D" in found.text


def test_wordpress_list_gives_one_document_each() -> None:
    found = load(Raw("p.json", json.dumps([post(slug="a"), {"x": 1}, post(id=7)]).encode()))
    assert isinstance(found, tuple)
    assert [one.path for one in found] == ["p.json#a", "p.json#7"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{", "broken JSON"), ("[]", "not a WordPress post"), ('{"a": 1}', "not a WordPress post")],
)
def test_other_json_is_skipped(text: str, expected: str) -> None:
    assert expected in reason("p.json", text)


def test_the_article_keeps_its_headings(shared: Path) -> None:
    raw = (shared / "article" / "wordpress-post-2860.json").read_bytes()
    found = page("article.json", raw)
    assert found.as_of == date(2026, 3, 30)
    assert sum(line.startswith("#") for line in found.text.splitlines()) == raw.count(rb"<\/h")


# --- dates, kinds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last updated: March 3, 2025", date(2025, 3, 3)),
        ("**Last Updated:** 2025-10-16", date(2025, 10, 16)),
        ("_Effective 27 May 2025_", date(2025, 5, 27)),
        ("Effective October 8, 2025[Previous](x)", date(2025, 10, 8)),
        ("Effective date: July 8th, 2025", date(2025, 7, 8)),
        ("Effective: July 31, 2025 (see x). Last modified: 1 August 2025", date(2025, 8, 1)),
        ("Last Modified: 3/25/2025", date(2025, 3, 25)),
        ("Last Modified: 3/4/2025", None),
        ("Effective April 4th, 2026, the following models retire", None),
        ("Last updated: March 3, 2525", None),
        ("Last updated: February 30, 2025", None),
        ("The law of March 3, 2025 says", None),
        ("x" * 1600 + " Last updated: March 3, 2025", None),
    ],
)
def test_a_page_states_its_date(text: str, expected: date | None) -> None:
    assert page("a.txt", text).as_of == expected


def test_the_server_says_what_a_page_is() -> None:
    assert page("docs", "<p>a</p>", media_type="text/html; charset=utf-8").text == "a"
    assert page("a.md", "# T\n\n<p>a", media_type="text/plain").title == "T"
    assert page("paper", pdf(PROSE), media_type="application/pdf").text == " ".join(PROSE)


def test_formats_name_suffixes_and_media_types() -> None:
    assert {".md", ".mdx", ".html", ".rst", ".txt", ".json", ".pdf", "text/html"} <= set(FORMATS)


# --- the published pages -------------------------------------------------------------------------


def test_every_page_of_a_known_format_loads(
    outcomes: dict[str, tuple[Loaded, ...] | Skipped],
) -> None:
    reasons = {path: found.reason for path, found in outcomes.items() if isinstance(found, Skipped)}
    assert reasons.pop("bigscience/index.html") == "no text (the page may be drawn by its scripts)"
    assert set(reasons.values()) == {"DOCX is not read yet"}
    assert len(reasons) == 1
    assert len(outcomes) == 301


def test_gold_quotes_survive_loading(shared: Path, documents: dict[str, Loaded]) -> None:
    lines = (shared / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [quote for line in lines for quote in json.loads(line)["gold"]]
    assert len(gold) > 50
    texts = {one["path"]: " ".join(documents[one["path"]].text.split()) for one in gold}
    assert [one for one in gold if " ".join(one["quote"].split()) not in texts[one["path"]]] == []
