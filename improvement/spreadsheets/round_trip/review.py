"""What the page about an upload shows, in the order in which it is to be looked at."""

from improvement.saying.forms import Said
from improvement.spreadsheets.round_trip.choices import ChoicesForm, name_of_part, name_of_row


class Review:
    def __init__(self, form: ChoicesForm):
        self.form, self.comparison = form, form.comparison

    @property
    def conflicts(self):
        """(row, what was said since, the cells that the file adds, the field)."""
        for row in self.comparison.rows:
            if row.is_conflict:
                cells = [cell for part in row.said for cell in part.cells]
                yield (
                    row,
                    [Said.of(e) for e in row.meanwhile],
                    cells,
                    self.form[name_of_row(row)],
                )

    @property
    def clashes(self):
        """(row, part, field) of descriptions that others changed since."""
        return self._asked(lambda part: part.clash and not part.is_unknown)

    @property
    def unknown(self):
        """(row, part, field) of owners that are not there."""
        return self._asked(lambda part: part.is_unknown)

    def _asked(self, is_wanted):
        return [
            (row, part, self.form[name_of_part(row, part)])
            for row in self.comparison.rows
            for part in row.kept
            if is_wanted(part)
        ]

    @property
    def plain(self):
        """(row, cell) of every change that nothing stands against."""
        for row in self.comparison.rows:
            said = [] if row.is_conflict else row.said
            kept = [part for part in row.kept if not part.clash and not part.is_unknown]
            for part in [*said, *kept]:
                for cell in part.cells:
                    yield row, cell

    @property
    def faulty(self):
        """(row, column, words in the file, sentence) of what cannot be recorded as written."""
        found = []
        for row in self.comparison.rows:
            for part in row.faulty:
                found += [(row, c.column.heading, c.new, part.problem) for c in part.cells]
            found += [
                (row, column.heading, words, sentence)
                for column, words, sentence in row.not_taken
            ]
        return found
