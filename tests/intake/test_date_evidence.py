"""Where pages tell when they were printed: metadata, marked elements, lines of many languages, addresses."""

from __future__ import annotations

import pytest

from reportedly.intake.page import read_page
from tests.intake.pages import page

HEADLINE = "Varga visit to Kenya postponed"


def day_of(markup: str, url: str | None = None) -> str | None:
    published = read_page(markup.encode(), source="page.html", url=url).published
    return published and published[:10]


def ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


OWN = f'"headline": "{HEADLINE}"'


@pytest.mark.parametrize(
    ("data", "day"),
    [
        # schema.org lets "type" stand for "@type".
        (f'{{"type": "Article", {OWN}, "datePublished": "2026-03-03"}}', "2026-03-03"),
        (f'{{"@type": "https://schema.org/NewsArticle", {OWN}, "datePublished": "2026-03-03"}}', "2026-03-03"),
        (f'{{"@type": "NewsArticle", {OWN}, "datePublished": {{"@value": "2026-03-03"}}}}', "2026-03-03"),
        (f'{{"@type": "VideoObject", "name": "{HEADLINE}", "uploadDate": "2026-03-03"}}', "2026-03-03"),
        # Of several articles, the one under the page's headline
        (
            '[{"@type": "NewsArticle", "headline": "Storm closes bridge", "datePublished": "2026-03-01"},'
            f' {{"@type": "NewsArticle", {OWN}, "datePublished": "2026-03-03"}}]',
            "2026-03-03",
        ),
        ('{"@type": "VideoObject", "name": "Storm closes bridge", "uploadDate": "2026-03-01"}', None),
        ('{"@type": "Event", "name": "Storm closes bridge", "startDate": "2026-03-01"}', None),
    ],
)
def test_json_ld(data: str, day: str | None) -> None:
    assert day_of(page(head=ld(data))) == day


def test_of_several_articles_that_are_not_the_pages_own_none_goes_before_its_metadata() -> None:
    others = ld(
        '[{"@type": "NewsArticle", "headline": "Storm closes bridge", "datePublished": "2026-03-01"},'
        ' {"@type": "NewsArticle", "headline": "Port opens", "datePublished": "2026-03-02"}]'
    )
    assert day_of(page(head=others + '<meta name="pubdate" content="2026-03-03">')) == "2026-03-03"


@pytest.mark.parametrize(
    "name",
    "article:published_date article.created bt:pubdate citation_online_date date_published dateposted dc.created "
    "dc:date dc.date.publication dcsext.articlefirstpublished doc_date gentime mediator_published_time "
    "og:datepublished og:publish_date og:regdate pdate "
    "published_time rbpubdate twt-published-at vr:published_time".split(),
)
def test_meta_names_of_publication(name: str) -> None:
    assert day_of(page(head=f'<meta name="{name}" content="2026-03-03T09:00:00+01:00">')) == "2026-03-03"


@pytest.mark.parametrize(
    "name", "article:modified bt:moddate dc.modified modified_time modificationdate updated_time revision_date".split()
)
def test_meta_names_of_a_change(name: str) -> None:
    markup = page(head=f'<meta name="{name}" content="2026-03-09">')
    article = read_page(markup.encode(), source="page.html")
    assert (article.published, article.updated) == (None, "2026-03-09")


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<p itemprop="datePublished">3 March 2026</p>', "2026-03-03"),
        ('<div property="schema:datePublished" content="2026-03-03T10:00:00Z">Tuesday</div>', "2026-03-03"),
        ('<span property="dc:date dc:created" content="2026-03-03T10:00:00+02:00">Tuesday</span>', "2026-03-03"),
        # Days of comments and of other stories
        ('<div itemprop="comment"><meta itemprop="datePublished" content="2026-03-09"></div>', None),
        ('<div class="related-stories"><meta itemprop="datePublished" content="2026-03-01"></div>', None),
        ('<div class="comments"><time itemprop="datePublished" datetime="2026-03-09">now</time></div>', None),
    ],
)
def test_marked_elements(body: str, day: str | None) -> None:
    assert day_of(page(body=body)) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/03/04/varga", "2026-03-04"),
        ("/2026/mar/04/varga", "2026-03-04"),
        ("/2026-03/04/c_139.htm", "2026-03-04"),
        ("/a/202603/04/WS5.html", "2026-03-04"),
        ("/n3/2026/0304/c90.html", "2026-03-04"),
        ("/2026_03_04/varga", "2026-03-04"),
        ("/world/varga-visit-postponed-2026-03-04/", "2026-03-04"),
        ("/world/varga-20260304.html", "2026-03-04"),
        ("/2026/03/varga", None),
        ("/2026/13/40/varga", None),
        ("/item-2026030412", None),
        ("/budget-2026-27", None),
    ],
)
def test_days_in_addresses(path: str, day: str | None) -> None:
    assert day_of(page(), f"https://tribune.example{path}") == day


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        # An unlabelled day by the headline: months and weekdays are written small in many languages.
        ("fr", "mardi 3 mars 2026", "2026-03-03"),
        ("fr", "le 1er mars 2026 à 10h30", "2026-03-01"),
        ("es", "martes, 3 de marzo de 2026", "2026-03-03"),
        ("it", "martedì 3 marzo 2026", "2026-03-03"),
        ("pt", "terça-feira, 3 de março de 2026", "2026-03-03"),
        ("ca", "3 d'agost de 2026", "2026-08-03"),
        ("ro", "marți, 3 martie 2026", "2026-03-03"),
        ("nl", "dinsdag 3 maart 2026", "2026-03-03"),
        ("sv", "tisdag 3 mars 2026", "2026-03-03"),
        ("pl", "wtorek, 3 marca 2026", "2026-03-03"),
        ("cs", "3. března 2026", "2026-03-03"),
        ("fi", "3. maaliskuuta 2026", "2026-03-03"),
        ("hu", "2026. március 3.", "2026-03-03"),
        ("tr", "3 Mart 2026", "2026-03-03"),
        ("id", "3 Maret 2026", "2026-03-03"),
        ("ru", "3 марта 2026", "2026-03-03"),
        ("uk", "3 березня 2026", "2026-03-03"),
        ("el", "3 Μαρτίου 2026", "2026-03-03"),
        ("zh", "2026年3月3日", "2026-03-03"),
        ("ko", "2026년 3월 3일", "2026-03-03"),
        # Labels
        ("de", "Von Ada Berg publiziert am 3. März 2026", "2026-03-03"),
        ("de", "erstellt am 03.04.2026", "2026-04-03"),
        ("fr", "Mis en ligne le 3 mars 2026", "2026-03-03"),
        ("it", "Pubblicata il 3 marzo 2026", "2026-03-03"),
        ("sv", "Publicerat 3 mars 2026", "2026-03-03"),
        ("pl", "Opublikowano: 3 marca 2026", "2026-03-03"),
        ("ru", "Опубликовано 3 марта 2026", "2026-03-03"),
        ("pt", "03/04/2026 - Publicado por: Ada Berg", "2026-04-03"),
        ("en", "3 March 2026 | Published by Ada Berg", "2026-03-03"),
        ("de", "Aktualisiert: 3. März 2026", None),
        ("fr", "Mise à jour le 3 mars 2026", None),
        ("nl", "Gewijzigd op 3 maart 2026", None),
        ("pl", "Aktualizacja: 3 marca 2026", None),
        ("fi", "Päivitetty 3.3.2026", None),
        ("ru", "Обновлено 3 марта 2026", None),
        # Prose is no byline in any language.
        ("fr", "la foire ouvre le 3 mars 2026", None),
        ("de", "noch bis 3. März 2026", None),
        ("es", "abierto hasta el 3 de marzo de 2026", None),
    ],
)
def test_lines_of_many_languages(language: str, line: str, day: str | None) -> None:
    markup = page(body=f"<p>{line}</p>").replace("<html lang='en'>", f"<html lang='{language}'>")
    assert day_of(markup) == day
