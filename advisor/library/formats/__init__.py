"""One file per format: decoded text in, documents as Markdown out."""
