"""What is known of models: `knowledge/models.toml` as records."""
