"""Questionnaires: many questions from a file, answered one a row, resumable, written back."""
