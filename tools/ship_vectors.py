"""Embed what is built in again and write its vectors (`make vectors`)."""

from __future__ import annotations

from advisor.backends.embedder import MiniLM
from advisor.library.ship import ship
from advisor.shipped import data_folder

if __name__ == "__main__":
    ship(data_folder("knowledge"), MiniLM())
