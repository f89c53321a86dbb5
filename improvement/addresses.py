"""What may stand in an address: an action's reference, the number of a record. Anything else
is not found."""


class ReferenceConverter:
    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


LONGEST_NUMBER = 18  # digits: what a database can look for


def number_in(address: str) -> int:
    """The number by which an address names a record; 0, which none has, if it is no such."""
    return int(address) if address.isdecimal() and len(address) <= LONGEST_NUMBER else 0
