"""Which articles tell one story: rare names and words of titles in common."""

from reportedly.ledger.matching.stories import Dispatch, alike, story_of

OTHERS = [
    "budget vote parliament",
    "ferry strike port",
    "football cup final",
    "school exam results",
    "storm coast road",
]


def dispatches(*about):
    return [Dispatch(article=n, outlet=f"Paper {n}", about=frozenset(words.split())) for n, words in enumerate(about)]


def test_articles_with_rare_words_in_common_tell_one_story():
    like = alike(dispatches("bitcoin price falls", "bitcoin bubble bursts", *OTHERS))
    assert like[0] == like[1] == {0, 1}
    assert all(like[n] == {n} for n in range(2, 7))


def test_a_word_that_most_articles_have_tells_nothing():
    same = [f"president word{n} thing{n} matter{n}" for n in range(60)]
    assert all(like == {n} for n, like in alike(dispatches(*same)).items())


def test_an_event_has_the_outlets_of_all_articles_like_one_of_its_own():
    outlets = {1: "Drava Courier", 2: "Harbour Post", 3: "Harbour Post", 4: None}
    story = story_of([1, 9], {1: {1, 2, 3, 4}}, outlets)
    assert story.own == {1, 9}
    assert story.articles == {1, 2, 3, 4, 9}
    assert story.outlets == 2
