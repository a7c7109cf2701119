"""The command line: quick runs inside the test's process, and real processes where it matters."""
