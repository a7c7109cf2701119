"""The brief: what was decided and why, for a client, in Word, PDF, Markdown and HTML."""
