"""Citations of hostile articles: to be copied anywhere, and harmless there."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reportedly import Article, Ledger, Record
from reportedly.web.app import create_app
from tests.ledger.stories import Told, article

HOSTILE = "<script>x</script> [on](javascript:x) `|` \x1b[31m\u202e"


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_hostile_words_become_no_markup(tmp_path: Path, form: str):
    told = Told(
        words=f"it is on {HOSTILE}", status="scheduled", what=f"Varga {HOSTILE} visits", chain=(f"Ana {HOSTILE}",)
    )
    made = article(f"Post {HOSTILE}", "2026-03-05", told)
    text = made.article
    kept = Article(text=text.text, outlet=text.outlet, published=text.published, url='https://x.example/"><b>)(')
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(Record(article=kept, events=made.events))
        (event,) = ledger.events()
    with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
        shown = client.get(f"/event/{event.id}.cite.{form}").text
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("\n") == 1
    if form == "html":
        assert "<script" not in shown
        assert "<b>" not in shown
    if form == "md":
        assert "[on](" not in shown.replace("\\[on\\](", "")
        assert "<script" not in shown.replace("\\<script", "")
