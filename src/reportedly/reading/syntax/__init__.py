"""Sentences, tokens, dependencies, lemmas and clauses; parse.py puts them together."""
