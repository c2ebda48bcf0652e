"""What belongs together across articles; pure functions of plain values, without SQL."""
