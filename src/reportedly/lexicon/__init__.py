"""What both reading and the ledger know of the world: countries, cities, outlets, forms of names."""
