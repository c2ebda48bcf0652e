"""People, organisations, outlets and places, and who is meant by a pronoun or a description."""
