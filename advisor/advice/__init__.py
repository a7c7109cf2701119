"""What the calculators found, as answers whose sentences are checked like any other."""
