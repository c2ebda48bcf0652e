"""Questions answered from the index."""
