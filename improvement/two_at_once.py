"""Two people who correct the same words at once: nobody's are lost in silence.

A form that corrects a description carries what it showed. When it comes back, each field is
one of three: left as it was here, so it keeps what stands by now, whoever wrote that; changed
only here, so it is taken; or changed here and elsewhere, a clash. Of a clash nothing is
written: the page shows both, keeps all that was typed, and whoever saves once more has chosen.
Events need none of this: they are appended, and carry what their speaker last saw (`seen`).
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from itertools import pairwise
from types import MappingProxyType

from django.db import transaction
from django.utils.formats import date_format

from improvement import access
from inspections.intake.dates import LONDON
from inspections.models import Authority

CLASH = (
    "Somebody else changed the same while you were writing, so nothing is saved yet. What you "
    "wrote is kept below: choose for each whose words are to stand, and save once more."
)
SHOWN, CHOICE, THEIRS = "shown", "keep", "theirs"
EARLIER_VERSIONS = 50  # looked through for who wrote what stands


@dataclass(frozen=True)
class Change:
    """One field that somebody else changed: what stands now, what was typed, who and when."""

    label: str
    name: str
    theirs: str
    yours: str
    who: str
    when: datetime | None

    @property
    def choice(self):
        return f"{CHOICE}-{self.name}"

    @property
    def sentence(self):
        return f"“{self.label}” stays as {self.told} changed it while you were writing."

    @property
    def told(self):
        at = (
            f" on {date_format(self.when.astimezone(LONDON), 'j F Y, H:i')}"
            if self.when
            else ""
        )
        return f"{self.who}{at}"


class Amending:
    """A form's part in it; put before `Form` or `ModelForm`.

    It has to be made, checked and saved in one transaction that `lock_descriptions` began.
    """

    clashes = kept = ()
    # What the page tells beside its fields and the answer depends on, by name.
    facts = MappingProxyType({})

    def full_clean(self):
        overtaken = False
        if self.is_bound and self._amends():
            overtaken = self._meet()
        super().full_clean()
        if self.clashes:
            self.add_error(None, CLASH)
        elif overtaken:
            self.add_error(None, self.overtaken())

    def overtaken(self):
        """What to say if one of the `facts` is no longer what the page told."""
        raise NotImplementedError

    @property
    def carried(self):
        """What the page shows, for the hidden field that brings it back."""
        return json.dumps(self._standing()) if self._amends() else ""

    def outcome(self, sentence):
        """`sentence`, and what stays of others besides what was saved."""
        return " ".join([sentence, *(change.sentence for change in self.kept)])

    def who_changed(self, name):
        """(who, when) wrote what stands in the field, as far as its history tells."""
        versions = getattr(getattr(self, "instance", None), "history", None)
        if versions is None:
            return None, None
        found = list(versions.select_related("history_user")[:EARLIER_VERSIONS])
        for newer, older in pairwise(found):
            if getattr(newer, name, None) != getattr(older, name, None):
                return newer.history_user, newer.history_date
        newest = found[0] if found else None
        return (newest.history_user, newest.history_date) if newest else (None, None)

    def _amends(self):
        instance = getattr(self, "instance", None)
        return instance is None or not instance._state.adding

    def _standing(self):
        fields = self.fields.items()
        return {**self.facts} | {
            name: as_sent(field, self.get_initial_for_field(field, name))
            for name, field in fields
            if not field.disabled
        }

    def _meet(self):
        """Settle each field; whether one of the facts is another by now."""
        shown, data = _read(self.data.get(SHOWN)), self.data.copy()
        self.clashes, self.kept = [], []
        for name, now in self._standing().items():
            if name not in shown or name in self.facts:
                continue
            was, typed = shown[name], self._typed(name)
            if self.data.get(f"{CHOICE}-{name}") == THEIRS:
                typed = was
            changed_elsewhere = not is_same(now, was)
            if is_same(typed, was):
                _put(data, self.add_prefix(name), now)
                if changed_elsewhere:
                    self.kept.append(self._change(name, now, typed))
            elif changed_elsewhere and not is_same(typed, now):
                self.clashes.append(self._change(name, now, typed))
        self.data = data
        return any(shown.get(name, now) != now for name, now in self.facts.items())

    def _typed(self, name):
        field = self.fields[name]
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return as_sent(field, sent)

    def _change(self, name, now, typed):
        field, (who, when) = self.fields[name], self.who_changed(name)
        label = str(self[name].label)
        theirs, yours = in_words(field, now), in_words(field, typed)
        return Change(label, name, theirs, yours, str(who or "Somebody else"), when)


def one_at_a_time(view):
    """For a view that corrects descriptions: what was sent is compared with what stands,
    checked and written in one transaction."""

    @wraps(view)
    def taking_turns(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return taking_turns


def in_turn(request, find, *args):
    """What `find` finds for the request; where a form was sent, as it stands once nobody
    else corrects it."""
    found = find(request, *args)
    if request.method == "POST":
        lock_descriptions(access.authority_of(found))
        found = find(request, *args)
    return found


def lock_descriptions(*authorities):
    """Until the transaction ends nobody else corrects the words of these authorities' records,
    and no import does. It comes before a plan's own lock, never after it."""
    held = Authority.objects.select_for_update(no_key=True).filter(pk__in=authorities)
    list(held.order_by("pk"))


def who_said_last(events):
    """(who, when) of what was entered last, for `who_changed`."""
    last = events.select_related("said_by", "by_post").order_by("known_at", "pk").last()
    return (last.speaker, last.known_at) if last else (None, None)


# Values as a browser sends them


def as_sent(field, value):
    """A text, or a list of texts where several can be chosen."""
    value = field.prepare_value(value)
    if isinstance(value, list | tuple | set):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return str(field.widget.format_value(value))
    return "" if value is None else str(value)


def is_same(one, other):
    return _plain(one) == _plain(other)


def _plain(sent):
    """Without what only the way through a browser adds."""
    if isinstance(sent, list):
        return sorted(set(sent)) or ""
    return sent.replace("\r\n", "\n").strip()


def _put(data, name, sent):
    if isinstance(sent, list) and hasattr(data, "setlist"):
        data.setlist(name, sent)
    else:
        data[name] = sent


def _read(carried):
    """What came back, as far as it can be read."""
    try:
        found = json.loads(carried or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: sent for name, sent in pairs if _is_sent(sent)}


def _is_sent(value):
    several = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return several or isinstance(value, str)


def in_words(field, sent):
    labels = dict(_choices(getattr(field, "choices", ())))
    chosen = sent if isinstance(sent, list) else [sent]
    if isinstance(sent, list) or sent in labels:
        chosen = [str(labels.get(one, one)) for one in chosen]
    return "; ".join(chosen) or "nothing"


def _choices(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _choices(label)
        else:
            yield str(value), label
