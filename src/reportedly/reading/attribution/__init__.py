"""Attribution: what is learned about a statement that was found: what its source does with it, and who passed it on."""
