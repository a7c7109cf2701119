"""The sync line: a source becomes searchable chunks."""
