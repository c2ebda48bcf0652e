"""Articles are found by what all addresses of their page have in common; later versions replace earlier ones."""

import json
import zlib
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from reportedly.article import Article
from reportedly.ledger.page_versions import address_key, spans_of, version_of

revision = "0010"
down_revision = "0009"

_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    table = op.create_table(
        "versions",
        sa.Column("article", _number, sa.ForeignKey("articles.no"), primary_key=True),
        sa.Column("address", _text, nullable=False),
        sa.Column("since", sa.Integer),
        sa.Column("until", sa.Integer),
    )
    op.create_index("versions_address", "versions", ["address"])
    connection = op.get_bind()
    at: dict[str, list[int]] = defaultdict(list)
    for no, url in connection.execute(sa.text("SELECT no, url FROM articles WHERE url IS NOT NULL")).all():
        if (key := address_key(url)) is not None:
            at[key].append(no)
    asked = sa.text("SELECT record FROM records WHERE article = :no")
    rows = []
    for key, numbers in at.items():
        spans = {}
        if len(numbers) > 1:
            stored = {no: connection.execute(asked, {"no": no}).scalar_one() for no in numbers}
            found = {no: version_of(Article.from_dict(json.loads(zlib.decompress(one)))) for no, one in stored.items()}
            by_id = spans_of(found.values())
            spans = {no: by_id[version.id] for no, version in found.items() if version.id in by_id}
        for no in numbers:
            span = spans.get(no)
            since, until = (span.since, span.until) if span else (None, None)
            rows.append(
                {
                    "article": no,
                    "address": key.encode("utf-8", "replace").decode().replace("\0", ""),
                    "since": since.toordinal() if since else None,
                    "until": until.toordinal() if until else None,
                }
            )
    if rows:
        op.bulk_insert(table, rows)
