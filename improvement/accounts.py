"""Sign-in. Nobody signs up: an admin invites (`keeping/people.py`)."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
