"""A consultant's clients: each one's own folder, kept apart from the others."""
