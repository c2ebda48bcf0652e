"""Mutated inputs for whatever takes input from outside: `fuzz/run` mutates the seeds and watches what comes of them."""
