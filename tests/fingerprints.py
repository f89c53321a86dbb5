"""Words of documents that are not ours to repeat, as their fingerprints."""

import hashlib
import unicodedata


def kept_of(text: str) -> str:
    """The letters and digits only, so that line breaks, hyphens at their ends, bullets and
    quotation marks make no difference."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def fingerprint(text: str) -> str:
    """The SHA-256 of what is kept of the words."""
    return hashlib.sha256(kept_of(text).encode()).hexdigest()
