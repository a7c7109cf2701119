"""Measure what the advisor finds and says: on public sets, on questions with gold quotes."""
