"""What one row of an uploaded plan changes that an admin keeps: the owner, the words."""

from improvement import recording
from improvement.exports.cells import is_too_long
from improvement.models import Action
from improvement.spreadsheets.round_trip.cells import fingerprint, words
from improvement.spreadsheets.round_trip.changes import Part
from improvement.spreadsheets.round_trip.layout import BY_KEY
from improvement.spreadsheets.round_trip.row_reading import LONGEST_WORDS, RowReading

LONGEST_TITLE = Action._meta.get_field("title").max_length


class KeptInRow(RowReading):
    def parts(self):
        found = [self._owner(), self._description("title"), self._description("measure")]
        return [part for part in found if part]

    def _kept(self, kind, new, told, problems, **more):
        clash = fingerprint(self.now[kind]) != self.row.prints[kind]
        problems = [
            *self._unreadable([kind]),
            "" if self.speaker.is_admin else f"{BY_KEY[kind].hint} Ask one to do it.",
            recording.why_closed(self.state.action.plan),
            *problems,
        ]
        problem = next((sentence for sentence in problems if sentence), "")
        cells = (self._change(kind, new),)
        return Part(kind, cells, told, problem, clash=clash, **more)

    def _is_kept_already(self, key):
        same = key not in self.row.unreadable and words(self._cell(key)) == words(self.now[key])
        self.already |= same
        return same

    def _owner(self):
        if "owner" not in self.row.edited or self._is_kept_already("owner"):
            return None
        name = words(self._cell("owner"))
        post = self.posts.get(name.casefold())
        if post and self.state.owner and post.pk == self.state.owner.pk:
            self.already = True
            return None
        problem = "" if name else "An owner is not taken away. Name the post that follows."
        unknown = bool(name) and post is None
        return self._kept("owner", name, {"owner": post}, [problem], is_unknown=unknown)

    def _description(self, key):
        if key not in self.row.edited or self._is_kept_already(key):
            return None
        if key == "title":
            new = words(self._cell(key))
            problems = [
                "" if new else "An action keeps its words. Write what will be done.",
                self._too_long(key, LONGEST_TITLE),
            ]
        else:
            new = self._cell(key)
            full = self.state.action.success_measure
            problems = [
                self._too_long(key, LONGEST_WORDS),
                "It is too long for a cell. Change it under Keeping."
                if is_too_long(full)
                else "",
            ]
        return self._kept(key, new, {"new": new}, problems)
