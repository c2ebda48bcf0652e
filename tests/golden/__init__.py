"""Golden files: what is read from articles of our own, and what a ledger answers of records of them.

`articles.jsonl` and `samples/` are the input. `records/` holds what is read, a file an article: written by the weights
that are shipped, so new weights rewrite it (`pytest tests/golden --update-golden`), and its diff is read like code.
`ledger/records.jsonl` is kept as it is: answers of a ledger depend on it alone, and not on what reading makes of a text
today. `python -m tests.golden.freeze` reads it anew; that moves every answer.
"""
