"""What a ledger keeps up to date beside its records, so that questions are answered by looking up."""
