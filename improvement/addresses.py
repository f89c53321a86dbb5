"""What may stand in an address as an action's reference; anything else is not found."""


class ReferenceConverter:
    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
