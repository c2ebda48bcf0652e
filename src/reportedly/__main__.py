"""`python -m reportedly`."""

from reportedly.cli.main import main

main()
