"""Which models fit a need."""
