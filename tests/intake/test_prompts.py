"""What asks to subscribe is no part of a story; a story about subscribing is one."""

from __future__ import annotations

import doctest

import pytest

from reportedly import walls
from reportedly.blocks import furniture_kind
from reportedly.intake import error_pages
from reportedly.intake.page import read_page
from tests.intake.pages import PARAGRAPHS, page

WALLS = (
    "Subscribe to continue reading",
    "To continue reading this article, please subscribe or log in.",
    "You have 2 free articles left this month.",
    "You’ve reached your limit of free articles. Become a member to read on.",
    "Register for free to read the rest of this story.",
    "This post is for paid subscribers",
    "This post is for subscribers on the Gold tier only",
    "The rest of this article is available to subscribers.",
    "This is members-only content.",
    "This article is exclusive to subscribers. See the options",
    "Want to read more? Subscribe for just 50p a week.",
    "Create a free account to continue.",
    "Unlock this story with a subscription",
    "Read the full article by signing in to your account.",
    "Thank you for reading. You have read 4 of 5 free articles.",
    "You must be logged in to read the rest of this article.",
    "Your free trial has ended. Subscribe to continue.",
    "Not a subscriber? Join now",
    "Already have a subscription? Log in",
    "Enjoying this article?",
    "Read 1 more article free by registering.",
    "The content you are trying to access is only available to members.",
    "Full access to tern.example from $2.99 a week",
    "Please consider a subscription from £2 a month.",
    "This is a preview. Subscribe to see the full report.",
    "[This story is available to subscribers only]",
)
STORIES = (
    "Subscribers to the service will pay £5 a month, its head said.",
    "To continue reading the meters by hand would cost £2m, the water board said.",
    "“You have two free articles left in your contract,” the lawyer told the court.",
    "Members who want to keep their seats must register by Friday, the club said.",
    "Already a member of the board, she is to become its head in June.",
    "Readers can unlock the story of the wreck by following the plaques along the quay.",
    "The rest of the article was read out in court by the clerk, Ada Finn.",
    "Register of ships shows that the boat was sold in May.",
    "This report is for the members of the board, it says on its cover.",
    "Want to read more poems aloud? The library has a club for it.",
    "Unlock the harbour gates now, the pilots’ union demanded.",
    "Become a member of the crew and see the world: so ran the advert of 1921.",
)


@pytest.mark.parametrize("line", WALLS)
def test_a_wall_is_known_by_its_words(line: str) -> None:
    article = read_page(page(body="").replace("</article>", f"<p>{line}</p></article>").encode(), source="page.html")
    assert line not in article.text
    assert PARAGRAPHS[-1] in article.text
    assert furniture_kind(line) is not None


@pytest.mark.parametrize("line", STORIES)
def test_a_story_about_such_words_stays(line: str) -> None:
    article = read_page(page(body=f"<p>{line}</p>").encode(), source="page.html")
    assert line in article.text


@pytest.mark.parametrize(
    "prompt",
    [
        "<section><h2>Keep reading for just $1</h2><p>Join thousands of readers.</p><p>Cancel anytime.</p></section>",
        '<div class="premium-box"><p>Premium article. Unlock it with a day pass.</p>'
        "<blockquote>“Best paper I ever read,” said Otto Pimm, a reader.</blockquote></div>",
        '<div role="dialog"><h3>Don’t miss a thing</h3><p>“I would be lost without it,” said Otto Pimm.</p>'
        "<p>Try one month free.</p></div>",
        '<div data-testid="regi-wall"><p>Create a free account to continue.</p><p>Log in with Google</p></div>',
        "<h3>Subscribe to continue reading</h3><p>Unlimited access for £1 a month.</p><p>Cancel anytime.</p>",
        '<div class="ad"><p>Advertisement</p><p>Win a cruise with Nordic Lines!</p></div>',
        '<div class="recommended"><h3>You may also like</h3><p>A cat was saved from the mast of a yacht.</p></div>',
        "<p hidden>Nobody sees this sentence, which is there for machines.</p>",
    ],
)  # fmt: skip
def test_all_that_stands_in_a_prompt_goes_with_it(prompt: str) -> None:
    markup = page().replace("</article>", f"{prompt}</article>")
    assert read_page(markup.encode(), source="page.html").text == read_page(page().encode(), source="page.html").text


@pytest.mark.parametrize("name", ["paywall-content", "paywall", "subscriber-only is-hidden"])
def test_a_text_in_an_element_named_after_its_wall_stays(name: str) -> None:
    story = "The club said that members who have an account must register by Friday to join the vote."
    inside = f'<div class="{name}"><p>{PARAGRAPHS[2]}</p><p>{story}</p></div>'
    article = read_page(page().replace(f"<p>{PARAGRAPHS[2]}</p>", inside).encode(), source="page.html")
    assert PARAGRAPHS[2] in article.text
    assert story in article.text


@pytest.mark.parametrize("module", [walls, error_pages])
def test_examples_of_the_docstrings_are_true(module) -> None:
    assert doctest.testmod(module).failed == 0
