"""The commands that ask a ledger; `reportedly.cli` is the door to them."""
