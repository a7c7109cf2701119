"""Names of clients: what a reader typed is data, the folder is named by its digest."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from advisor.errors import ClientNameError

LONGEST = 120  # characters
_SLUG = 24


def checked(name: str) -> str:
    """Return a name without what cannot be seen and spaces at its ends.

    Raises `ClientNameError` for one that is empty or endless.
    """
    visible = "".join(
        letter if unicodedata.category(letter)[0] != "C" else " "
        for letter in unicodedata.normalize("NFC", name)
    )
    kept = " ".join(visible.split())
    if not any(letter.isalnum() for letter in kept):
        raise ClientNameError("A client needs a name with a letter or a digit in it.")
    if len(kept) > LONGEST:
        raise ClientNameError(f"The name has {len(kept)} characters; {LONGEST} is the limit.")
    return kept


def client_id(name: str) -> str:
    """Return the id of a client: the same for names that differ in case and accents' form only.

    It is a folder's name too: letters, digits and dashes, whatever the name holds.
    """
    folded = unicodedata.normalize("NFKC", checked(name)).casefold()
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-")
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug or 'client'}-{digest}"
