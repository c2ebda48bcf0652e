"""A client that is generated from the description of the API: whole, and it adds an article and reads it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly import Ledger
from reportedly.web.app import create_app
from tests.ledger.stories import SUMMIT, VISIT
from tests.web.rooms import served

pytest.importorskip("openapi_python_client")

TOKEN = "a token"
STORY = "The ferry to Ostrava has been put off until May, harbour master Ana Berg said on Monday."


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """The address of a served ledger, and a client package made from its description."""
    folder = tmp_path_factory.mktemp("client")
    with Ledger(folder / "news.sqlite") as ledger:
        ledger.add_all([*VISIT, SUMMIT])
    app = create_app(folder / "news.sqlite", token=TOKEN)
    (folder / "openapi.json").write_text(json.dumps(app.openapi()), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", "openapi.json"]
    (folder / "config.yml").write_text("post_hooks: []\n")
    command += ["--config", "config.yml", "--output-path", "room_client"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"})
    assert done.returncode == 0, done.stderr + done.stdout
    assert "WARNING" not in done.stdout + done.stderr, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        with served(app) as port:
            yield f"http://127.0.0.1:{port}", importlib.import_module("room_client")
    finally:
        sys.path.remove(str(folder))


def call(name: str) -> Any:
    return importlib.import_module(f"room_client.api.{name}")


def test_every_operation_has_a_function(generated: tuple[str, Any], tmp_path: Path):
    Ledger(tmp_path / "news.sqlite").close()
    described = create_app(tmp_path / "news.sqlite").openapi()
    for ways in described["paths"].values():
        for way in ways.values():
            assert callable(call(f"{way['tags'][0]}.{way['operationId']}").sync_detailed), way["operationId"]


def test_it_adds_an_article_and_reads_it(generated: tuple[str, Any]):
    address, package = generated
    models = importlib.import_module("room_client.models")
    client = package.AuthenticatedClient(base_url=address, token=TOKEN)
    body = models.ArticleIn(text=STORY, outlet="Harbour Post", published="2026-03-09", title="Ferry put off")
    added = call("api.add").sync(client=client, body=body)
    assert (added.added, added.known) == (1, 0)
    assert call("api.add").sync(client=client, body=[body]).known == 1

    (new,) = added.items
    record = call("api.record").sync(id=new.id, client=client)
    assert (record.text, record.outlet) == (STORY, "Harbour Post")
    (statement,) = [one for one in record.statements if one.chain[0].name == "Ana Berg"]
    found = call("api.search").sync(client=client, source="Ana Berg")
    assert [(item.id, item.title, item.span is not None) for item in found.items] == [
        (statement.id, "Ferry put off", True)
    ]
    start, end = found.items[0].content_spans[0]
    assert STORY[start:end] == found.items[0].content


def test_it_reads_events_answers_and_errors(generated: tuple[str, Any]):
    address, package = generated
    client = package.Client(base_url=address)
    events = call("api.find_events").sync(client=client, name="Varga", limit=5)
    assert [event.what for event in events.items] == ["Elena Varga visits Norland"]
    whole = call("api.event").sync(id=events.items[0].id, client=client)
    assert len(whole.reports) > 0
    answer = call("api.ask").sync(client=client, q="Was Varga's visit held?")
    assert answer.says
    assert answer.sentences[0].cites[0].words
    missing = call("api.event").sync(id="feedfacefeedface", client=client)
    assert (missing.status, missing.title) == (404, "Not Found")
    refused = call("api.add").sync(
        client=client, body=importlib.import_module("room_client.models").ArticleIn(text="x")
    )
    assert refused.status == 401
    assert call("feeds.changes_feed").sync(client=client, name="Varga").startswith("<?xml")
    assert call("feeds.calendar").sync(client=client).startswith("BEGIN:VCALENDAR")
