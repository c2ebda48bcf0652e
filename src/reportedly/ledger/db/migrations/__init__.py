"""How a ledger's tables came to be, one file a step; run from code when a ledger is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["upgrade"]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables behind a connection, whose transaction the caller ends, to a revision."""
    # Alembic takes half a second to import; a ledger that is up to date never gets here.
    from importlib.resources import as_file, files

    from alembic import command
    from alembic.config import Config

    with as_file(files(__package__)) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
