"""Our search beside what else a user would pick: same pages, same embedder, same machine."""
