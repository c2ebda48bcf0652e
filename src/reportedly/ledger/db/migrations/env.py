"""Alembic's entry: it runs on the connection that `migrations.upgrade` hands over."""

from alembic import context

from reportedly.ledger.db.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
