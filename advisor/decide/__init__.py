"""The decision: interview, profile, recommendation; plain functions over records."""
