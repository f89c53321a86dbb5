"""What is refused, and why: each a sentence for the person, with what to do."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A rule forbids it: `sentence` says what is wrong and what to do."""

    def __init__(self, sentence, field=""):
        super().__init__({field: sentence} if field else sentence)
        self.sentence, self.field = sentence, field


class SaidAlready(Refused):
    """The same person said the very same today, and nothing was said since."""

    def __init__(self):
        super().__init__("You have said exactly this today. It stands, and was kept once.")


class Overtaken(Refused):
    """Somebody wrote since the speaker last looked; `newer` is what."""

    def __init__(self, newer):
        super().__init__(
            "Something was recorded while you were writing: read it first. If what you wrote "
            "is still right, save it once more."
        )
        self.newer = newer
