"""Pieces of text that a PDF draws → lines, parts and headings of a page as a reader sees it."""
