"""The database behind a ledger: tables, migrations, engines and full text search; nothing about news."""
