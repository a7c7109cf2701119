"""What the ports need from outside, one vendor a file."""
