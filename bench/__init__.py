"""Speed and memory, printed as ratios and figures of one run (`make bench`)."""
