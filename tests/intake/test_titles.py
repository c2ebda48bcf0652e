"""The headline of a page, told apart from the names of its outlet and section."""

from __future__ import annotations

import pytest

from reportedly.intake.page import read_page
from tests.intake.pages import PARAGRAPHS

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
SITE = '<meta property="og:site_name" content="The Tern">'


def title_of(page_title: str, above: str = "", *, head: str = SITE, url: str | None = None) -> str | None:
    start = f"<html lang='en'><head><title>{page_title}</title>{head}</head><body>"
    markup = f"{start}<article>{above}{BODY}</article></body></html>"
    return read_page(markup.encode(), source="page.html", url=url).title


@pytest.mark.parametrize(
    ("page_title", "above"),
    [
        ("Crews vote to strike – Transport – The Tern", "<h2>Crews vote to strike</h2>"),
        ("Crews vote to strike | Transport | The Tern", ""),
        ("Crews vote to strike » The Tern » News from the isles", ""),
        ("Crews vote to strike &lt; Transport &lt; The Tern", "<h2>Crews vote to strike</h2>"),
        ("Crews vote to strike / Ports / The Tern", ""),
        ("Crews vote to strike • The Tern", ""),
        ("Crews vote to strike — The Tern Daily", ""),
        ("The Tern: Crews vote to strike", ""),
        ("The Tern :: News :: Crews vote to strike", ""),
        ("Home | The Tern", "<h1>Crews vote to strike</h1>"),
        ("The Tern", "<h1>The Tern</h1><h2>Crews vote to strike</h2>"),
        ("The Tern: Latest news", '<h1>The Tern</h1><h3 itemprop="headline">Crews vote to strike</h3>'),
        ("Opinion | Crews vote to strike - The Tern of the Northern Isles", "<h1>Crews vote to strike</h1>"),
    ],
)
def test_the_title_is_the_headline_without_site_and_section(page_title: str, above: str) -> None:
    assert title_of(page_title, above) == "Crews vote to strike"


@pytest.mark.parametrize(
    "title",
    [
        "Skarra 2 - 1 Tarn: late goals settle final",
        "Skarra 2 | 1 Tarn: result and report",
        "Tern numbers fall - bird trust",
        "Union: ‘nobody wants to strike’ - minister",
        "Strike - what we know",
        "Tarn - Skarra: ferry to be cut",
        "Man of the Isles",
        "Strike/lockout: what it means",
    ],
)
@pytest.mark.parametrize("behind", ["", " | Isles Gazette"])
def test_signs_inside_a_headline_do_not_end_it(title: str, behind: str) -> None:
    assert title_of(title + behind, head='<meta property="og:site_name" content="Isles Gazette">') == title


def test_the_outlet_in_a_title_is_known_by_the_address() -> None:
    url = "https://www.skarrapost.example/news/crews"
    assert title_of("Crews vote to strike - News - Skarra Post", head="", url=url) == "Crews vote to strike"
