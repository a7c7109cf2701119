"""The ask line: a question becomes a cited answer."""
