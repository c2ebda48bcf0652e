"""Sentences, tokens, dependencies, lemmas and clauses; parse.py alone knows the parse library."""
