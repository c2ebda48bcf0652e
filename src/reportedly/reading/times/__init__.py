"""Time expressions (TIMEX3), resolved against the day of publication."""
