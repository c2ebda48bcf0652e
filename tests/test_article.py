"""One published text: identity, dates, and the JSON form."""

import pytest

from reportedly import Article, Block, BlockKind, InputError


def test_the_same_article_has_the_same_id_wherever_it_is_read():
    one = Article(text="The visit is off.", outlet="Example Post", published="2024-02-09")
    again = Article(text="The visit is off.", outlet="Example Post", published="2024-02-09", byline="A. Writer")
    assert one.id == again.id


def test_two_outlets_that_print_one_text_are_two_articles():
    post = Article(text="The visit is off.", outlet="Example Post")
    courier = Article(text="The visit is off.", outlet="Courier")
    assert post.id != courier.id


def test_an_id_that_the_input_brings_is_kept():
    assert Article(text="Words.", id="a-1").id == "a-1"


@pytest.mark.parametrize("published", ["2024-02-09", "2024-02-09T18:20:00Z", "2024-02-09T18:20:00+01:00"])
def test_published_is_a_day_or_a_time(published):
    assert str(Article(text="Words.", published=published).published_on) == "2024-02-09"


@pytest.mark.parametrize("published", ["2024-13-40", "yesterday", "2024", "0000-01-01", "2024-02-09 at noon"])
def test_what_is_no_date_is_refused_with_its_value(published):
    with pytest.raises(InputError, match="`published` is not a date") as error:
        Article(text="Words.", id="a-1", published=published)
    assert published in str(error.value)
    assert "Write YYYY-MM-DD" in str(error.value)


def test_empty_fields_are_unknown():
    article = Article(text="Words.", outlet="", title="", published="")
    assert (article.outlet, article.title, article.published, article.published_on) == (None, None, None, None)


def test_json_form_goes_there_and_back():
    article = Article(
        text="Title\n\nWords.",
        title="Title",
        published="2024-02-09",
        blocks=(Block(kind=BlockKind.TITLE, start=0, end=5), Block(kind=BlockKind.BODY, start=7, end=13)),
    )
    assert Article.from_dict(article.to_dict()) == article
