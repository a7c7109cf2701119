from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import httpx
import pytest

from advisor.errors import KnowledgeFileError
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw, Skipped
from advisor.library.sources import intakes, known_sources
from advisor.library.vendors import read_vendors
from advisor.records import Source

TODAY = date(2026, 11, 22)
REST = "https://blog.example/wp-json/wp/v2/posts/7"
LINK = "https://blog.example/post/"
ARTICLE = Source("article", "The article", "article", "both", REST, "unclear", date(2026, 3, 30))
GUIDE = Source("guide", "The guide", "article", "both", LINK, "own", date(2026, 3, 30))
ACME = Source(
    "acme-terms", "Terms", "vendor", "open", "https://acme.example/terms/", "unclear", TODAY, "acme"
)
VENDORS = read_vendors(Path(__file__).parents[2] / "knowledge" / "vendors.toml")
KNOWN = {source.id: source for source in (GUIDE, ARTICLE, ACME)}
POST = {"title": {"rendered": "T"}, "content": {"rendered": "<p>x</p>"}, "link": LINK}
HEAD = "local_path\tvendor\tkind\ttopic\trepo\tpath\tcommit\tlicence\tbytes\tpublic_url"


def web() -> httpx.Client:
    """A web of three pages."""

    def answer(request: httpx.Request) -> httpx.Response:
        pages = {
            "acme.example/terms": httpx.Response(200, html="<p>terms</p>"),
            "blog.example/wp-json/wp/v2/posts/7": httpx.Response(200, json=POST),
            "new.example/docs/a.md": httpx.Response(200, text="# A"),
        }
        address = f"{request.url.host}{request.url.path.rstrip('/')}"
        return pages.get(address, httpx.Response(404))

    return httpx.Client(transport=httpx.MockTransport(answer))


def found(*targets: str | Path) -> list[Intake | Skipped]:
    names = [str(target) for target in targets]
    return list(intakes(names, KNOWN, today=TODAY, client_factory=web, vendors=VENDORS))


def one(*targets: str | Path) -> tuple[Source, list[Page | Skipped]]:
    (intake,) = found(*targets)
    assert isinstance(intake, Intake), intake
    return intake.source, list(intake.pages)


def row(
    path: str, vendor: str = "openai", kind: str = "open", url: str = "https://a.example"
) -> str:
    return f"{path}\t{vendor}\t{kind}\tt\tr\tp\tc\tMIT\t1\t{url}"


def manifest(folder: Path, rows: Sequence[str], files: Sequence[str] = ()) -> Path:
    (folder / "MANIFEST.tsv").write_text("\n".join([HEAD, *rows, ""]))
    for name in files:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(f"text of {name}")
    return folder


# --- sources.toml --------------------------------------------------------------------------------

ENTRY = """[[source]]
id = "a"
title = "A"
party = "vendor"
vendor = "acme"
stance = "open"
url = "https://a.example"
licence = "unclear"
as_of = 2026-03-30
"""


def test_known_sources_are_read(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(ENTRY)
    expected = Source(
        "a", "A", "vendor", "open", "https://a.example", "unclear", date(2026, 3, 30), "Acme"
    )
    assert known_sources(tmp_path) == {"a": expected}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "has no"),
        ("[[source", "cannot be read"),
        ("source = 3", "has no"),
        ("source = [3]", "not a table"),
        (ENTRY * 2, "used twice"),
        (ENTRY.replace('id = "a"', ""), "no id"),
        (ENTRY.replace('"vendor"', '"friend"'), "unknown party"),
        (ENTRY.replace('"open"', '"shut"'), "unknown party or stance"),
        (ENTRY.replace("https://a.example", "javascript:x"), "no web address"),
        (ENTRY.replace("2026-03-30", '"soon"'), "no date"),
        (ENTRY.replace("2026-03-30", "2026-03-30T10:00:00"), "no date"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(KnowledgeFileError, match=fault):
        known_sources(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match=r"sources\.toml"):
        known_sources(tmp_path)


def test_the_own_file_is_sound() -> None:
    folder = Path(__file__).parents[2] / "knowledge"
    assert {"guide", "article"} <= set(known_sources(folder))


# --- manifests -----------------------------------------------------------------------------------


def test_a_manifest_gives_a_source_per_vendor(tmp_path: Path) -> None:
    rows = [
        row("openai/b.md", kind="open"),
        row("openai/a.md", kind="proprietary", url="https://o.example/a"),
        row("osi/x.md", "osi"),
        row("hf/h.pdf", "huggingface", "infrastructure"),
    ]
    files = ["openai/a.md", "openai/b.md", "osi/x.md", "hf/h.pdf", "README.md", "LICENSE"]
    sources = found(manifest(tmp_path, rows, files))
    assert all(isinstance(source, Intake) for source in sources)
    told = [
        (s.source.id, s.source.title, s.source.party, s.source.stance)
        for s in sources
        if isinstance(s, Intake)
    ]
    assert told == [
        ("huggingface", "Hugging Face", "vendor", "infrastructure"),
        ("openai", "OpenAI", "vendor", "both"),
        ("osi", "Open Source Initiative", "independent", "open"),
    ]
    assert isinstance(sources[1], Intake)
    first = next(iter(sources[1].pages))
    assert first == Page(
        Raw("openai/a.md", b"text of openai/a.md", "https://o.example/a"),
        None, "https://o.example/a", "MIT", "proprietary",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path", ["../secret.md", "/etc/passwd", "a/../../secret.md", "link.md", "sub/x"]
)
def test_paths_that_leave_the_folder_are_skipped(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "sub").symlink_to(tmp_path / "out")
    _, pages = one(manifest(folder, [row(path)]))
    assert pages == [Skipped(path, "leads out of the folder")]


def test_missing_files_and_bad_lines_are_skipped(tmp_path: Path) -> None:
    rows = [
        row("a.md"),
        "too\tfew",
        row("b.md", kind="odd"),
        row("a.md"),
        row("c.md", url="javascript:x"),
    ]
    *skipped, intake = found(manifest(tmp_path, rows))
    assert [(s.path, s.reason) for s in skipped if isinstance(s, Skipped)] == [
        ("MANIFEST.tsv line 3", "2 columns, not 10"),
        ("MANIFEST.tsv line 4", "unknown kind 'odd'"),
        ("MANIFEST.tsv line 5", "a.md was listed before"),
        ("MANIFEST.tsv line 6", "'javascript:x' is not a web address"),
    ]
    assert isinstance(intake, Intake)
    assert list(intake.pages) == [Skipped("a.md", "not found")]
    assert not intake.whole


def test_a_manifest_without_columns_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.tsv").write_text("a\tb\n1\t2\n")
    (skipped,) = found(tmp_path)
    assert isinstance(skipped, Skipped)
    assert "lacks the columns local_path" in skipped.reason


def test_a_vendor_nobody_listed_gets_a_readable_name(tmp_path: Path) -> None:
    source, _ = one(manifest(tmp_path, [row("a.md", "some-vendor-ai")]))
    assert source.id == "some-vendor-ai"
    assert source.title == source.vendor == "Some Vendor AI"


def test_the_vendor_pages_come_complete(shared: Path) -> None:
    sources = [one for one in found(shared / "vendor-docs") if isinstance(one, Intake)]
    pages = [page for source in sources for page in source.pages]
    assert len({source.source.id for source in sources}) == 53
    assert len(pages) == 301
    assert all(isinstance(page, Page) and page.url and page.licence for page in pages)


# --- files and folders ---------------------------------------------------------------------------


def test_a_plain_folder_is_one_source_without_machine_paths(tmp_path: Path) -> None:
    folder = tmp_path / "My Docs_2"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.md").write_text("text")
    source, pages = one(folder)
    assert source == Source("my-docs-2", "My Docs_2", "independent", "both", "", "unclear", TODAY)
    assert pages == [Page(Raw("sub/a.md", b"text"), url="sub/a.md")]
    assert str(tmp_path) not in f"{source}{pages}"


def test_a_plain_file_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("text")
    source, pages = one(tmp_path / "notes.md")
    assert (source.id, source.url, len(pages)) == ("notes-md", "notes.md", 1)


@pytest.mark.parametrize("name", ["profile-openai", "Client notes"])
def test_no_folder_takes_the_place_of_a_profile_or_of_a_clients_paper(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "a.md").write_text("text")
    source, _ = one(tmp_path / name)
    assert (source.id, source.title) == (f"own-{name.lower().replace(' ', '-')}", name)


def test_what_is_not_there_is_skipped() -> None:
    assert found("./nowhere") == [Skipped("./nowhere", "not found")]


def test_an_id_is_given_once(tmp_path: Path) -> None:
    for name in ("a/docs", "b/docs"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.md").write_text("text")
    first, second = found(tmp_path / "a/docs", tmp_path / "b/docs")
    assert isinstance(first, Intake)
    assert isinstance(second, Skipped)
    assert "'docs' was named before" in second.reason


@pytest.mark.parametrize(
    "address", [{"link": LINK}, {"link": "x", "_links": {"self": [{"href": REST}]}}]
)
def test_a_known_post_among_files_is_the_article(
    tmp_path: Path, address: dict[str, object]
) -> None:
    folder = tmp_path / "article"
    folder.mkdir()
    (folder / "post.json").write_text(json.dumps(POST | address))
    (folder / "other.json").write_text(json.dumps(POST | {"link": "https://else.example"}))
    article, rest = found(folder)
    assert isinstance(article, Intake)
    assert isinstance(rest, Intake)
    assert article.source == ARTICLE
    assert [page.raw.path for page in article.pages if isinstance(page, Page)] == ["post.json"]
    assert rest.source.id == "article-files"


def test_the_real_post_is_the_article(shared: Path) -> None:
    rest = "https://www.mhtechin.com/support/wp-json/wp/v2/posts/2860"
    known = {"article": Source("article", "A", "article", "both", rest, "unclear", TODAY)}
    target = str(shared / "article" / "wordpress-post-2860.json")
    (intake,) = intakes([target], known, today=TODAY, client_factory=web, vendors=VENDORS)
    assert isinstance(intake, Intake)
    assert intake.source.id == "article"


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target", ["acme-terms", "https://acme.example/terms", "http://ACME.example/terms/#x"]
)
def test_a_known_id_or_address_is_that_source(target: str) -> None:
    source, pages = one(target)
    assert source == ACME
    assert [page.raw.content for page in pages if isinstance(page, Page)] == [b"<p>terms</p>"]


@pytest.mark.parametrize("target", ["article", REST])
def test_the_article_comes_by_its_rest_address(target: str) -> None:
    assert one(target)[0] == ARTICLE


def test_an_unknown_address_is_a_new_source() -> None:
    source, pages = one("https://new.example/docs/a.md")
    assert source.id == "new-example-docs-a-md"
    assert (source.party, source.stance, source.as_of) == ("independent", "both", TODAY)
    assert source.url == "https://new.example/docs/a.md"
    assert len(pages) == 1


def test_an_address_that_fails_yields_no_source() -> None:
    assert found("https://new.example/none") == [
        Skipped("https://new.example/none", "HTTP status 404")
    ]


def test_the_guide_is_not_fetched() -> None:
    (skipped,) = found("guide")
    assert isinstance(skipped, Skipped)


def test_files_need_no_network(tmp_path: Path) -> None:
    def never() -> httpx.Client:
        raise AssertionError

    (tmp_path / "a.md").write_text("text")
    assert list(intakes([str(tmp_path)], KNOWN, today=TODAY, client_factory=never))
