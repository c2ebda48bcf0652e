"""The command line: `main` is the door; every command imports what it needs."""
