"""Linked data: expanded by pyld without a network, read by rdflib, in words that schema.org and PROV-O have."""

from __future__ import annotations

import json

import pytest
from pyld import jsonld
from rdflib import PROV, RDF, Graph, Literal, Namespace, URIRef, namespace

from reportedly.article import Article
from reportedly.export import export
from reportedly.record import Entity, Event, Participant, Record
from reportedly.vocabulary import EntityKind, EventType, Role, Status
from tests.export.stories import HOSTILE, MOVED, SUMMIT
from tests.export.test_tables import QUOTED

# Of rdflib about itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

SCHEMA = Namespace("http://schema.org/")
OURS = Namespace("urn:reportedly:term:")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(url, options):
        raise AssertionError(f"a context was fetched: {url}")

    monkeypatch.setattr(jsonld, "_default_document_loader", refuse)


def graph_of(data: bytes) -> Graph:
    """The triples, after both libraries agree on them and every word is one of its vocabulary."""
    document = json.loads(data)
    assert jsonld.expand(document)
    graph = Graph().parse(data=data.decode(), format="json-ld")
    normal = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert len(Graph().parse(data=normal, format="nquads")) == len(graph)
    used = {p for p in graph.predicates() if p != RDF.type} | set(graph.objects(None, RDF.type))
    used |= set(graph.objects(None, SCHEMA.eventStatus))
    for word in used:
        if str(word).startswith(str(SCHEMA)):
            assert str(word).removeprefix(str(SCHEMA)) in namespace.SDO, word
        elif str(word).startswith(str(PROV)):
            assert str(word).removeprefix(str(PROV)) in PROV, word
        else:
            assert str(word).startswith(str(OURS)), word
    return graph


def only(graph: Graph, type: URIRef) -> URIRef:
    (node,) = graph.subjects(RDF.type, type)
    return node


@pytest.mark.parametrize(
    ("day", "status", "start", "previous"),
    [
        ("2026-03-02", SCHEMA.EventScheduled, "2026-03-12", []),
        ("2026-03-05", SCHEMA.EventPostponed, "2026-03-12", []),
        ("2026-03-08", SCHEMA.EventRescheduled, "2026-03-20", ["2026-03-12"]),
    ],
)
def test_an_event_that_moves(ledger_of, day, status, start, previous):
    graph = graph_of(export(ledger_of(*MOVED), form="jsonld", as_of=day))
    event = only(graph, SCHEMA.Event)
    assert graph.value(event, SCHEMA.eventStatus) == status
    assert graph.value(event, SCHEMA.startDate) == Literal(start, datatype=SCHEMA.Date)
    assert [str(date) for date in graph.objects(event, SCHEMA.previousStartDate)] == previous
    place = graph.value(event, SCHEMA.location)
    assert (place, RDF.type, SCHEMA.Place) in graph
    assert graph.value(place, SCHEMA.name) == Literal("Norland")


def test_a_chain_leads_from_the_printed_words_to_the_source(ledger_of):
    graph = graph_of(export(ledger_of(*MOVED), form="jsonld"))
    printed = next(graph.subjects(SCHEMA.text, Literal("the visit to Norland has been postponed")))
    printed = next(s for s in graph.subjects(RDF.type, SCHEMA.Quotation) if "harbour" in s)

    def speaker(words: URIRef) -> str:
        return str(graph.value(graph.value(words, PROV.wasAttributedTo), SCHEMA.name))

    relayed = graph.value(printed, PROV.wasQuotedFrom)
    source = graph.value(relayed, PROV.wasQuotedFrom)
    assert [speaker(words) for words in (printed, relayed, source)] == [
        "Harbour Post",
        "Adriapress",
        "a source in the presidency",
    ]
    assert graph.value(printed, PROV.hadPrimarySource) == source
    assert graph.value(source, PROV.wasQuotedFrom) is None
    for agent in graph.objects(None, PROV.wasAttributedTo):
        assert (agent, RDF.type, PROV.Agent) in graph


def test_what_one_origin_says_twice_is_one_claim_with_two_appearances(ledger_of):
    from tests.ledger.stories import VISIT

    graph = graph_of(export(ledger_of(*VISIT), form="jsonld"))
    claims = {
        (str(graph.value(claim, OURS.status)), str(graph.value(graph.value(claim, SCHEMA.author), SCHEMA.name))): claim
        for claim in graph.subjects(RDF.type, SCHEMA.Claim)
    }
    claim = claims["postponed", "a source in the presidency"]
    appearances = set(graph.objects(claim, SCHEMA.appearance))
    outlets = {str(graph.value(graph.value(a, SCHEMA.publisher), SCHEMA.name)) for a in appearances}
    assert outlets == {"Adriapress", "Harbour Post"}
    first = graph.value(claim, SCHEMA.firstAppearance)
    assert str(graph.value(graph.value(first, SCHEMA.publisher), SCHEMA.name)) == "Adriapress"
    assert graph.value(claim, SCHEMA.about) == only(graph, SCHEMA.Event)


def test_who_takes_part_is_told_as_what_the_record_knows_them_to_be(ledger_of):
    text = "Petra Orr will speak at the Port Oster Club at the invitation of the Norland Union."
    record = Record(
        article=Article(text=text, published="2026-03-04", outlet="Harbour Post"),
        entities=(
            Entity(id="e1", kind=EntityKind.PERSON, name="Petra Orr"),
            Entity(id="e2", kind=EntityKind.ORGANISATION, name="Norland Union"),
        ),
        events=(
            Event(
                id="v1",
                event="v1",
                type=EventType.SPEECH,
                plover=None,
                trigger=(15, 20),
                participants=(
                    Participant(entity="e1", role=Role.ACTOR, name="Petra Orr"),
                    Participant(entity="e2", role=Role.HOST, name="Norland Union"),
                    Participant(entity=None, role=Role.PARTICIPANT, name="Jo Lund"),
                ),
                place=None,
                when="2026-04",
                status=Status.POSSIBLE,
                evidence=(0, 20),
                what="Petra Orr speaks",
                confidence=0.9,
            ),
        ),
    )
    graph = graph_of(export(ledger_of(record), form="jsonld"))
    event = only(graph, SCHEMA.Event)
    people = {
        str(p).removeprefix(str(SCHEMA)): str(graph.value(o, SCHEMA.name))
        for p in (SCHEMA.performer, SCHEMA.organizer, SCHEMA.about)
        for o in graph.objects(event, p)
    }
    assert people == {"performer": "Petra Orr", "organizer": "Norland Union", "about": "Jo Lund"}
    assert (graph.value(event, SCHEMA.performer), RDF.type, SCHEMA.Person) in graph
    assert graph.value(event, SCHEMA.eventStatus) is None  # schema.org has no word for a mere possibility
    assert str(graph.value(event, SCHEMA.startDate)) == "2026-04"


def test_statements_are_claims_of_their_source(ledger_of):
    graph = graph_of(export(ledger_of(QUOTED), form="jsonld", what="statements"))
    said = {
        str(graph.value(graph.value(claim, SCHEMA.author), SCHEMA.name)): str(graph.value(claim, SCHEMA.text))
        for claim in graph.subjects(RDF.type, SCHEMA.Claim)
    }
    assert said == {"Ivo Marić": "“We will go”", "Petra Orr": "“=1+1, she said”"}


def test_odd_ids_and_texts_make_a_sound_document(ledger_of):
    graph = graph_of(export(ledger_of(HOSTILE, SUMMIT), form="jsonld"))
    assert URIRef("urn:reportedly:article:%3D1%2B1") in set(graph.subjects(RDF.type, SCHEMA.NewsArticle))
