"""What many reports of one event come to; pure functions of plain values, without SQL."""
