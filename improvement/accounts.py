"""Sign-in. Nobody signs up: an admin invites (`keeping/people.py`)."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from improvement import access, members
from improvement.access import Need
from improvement.approvers.queue import Queue


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """Who speaks for a post comes to their own actions; who has something to decide, to
        that; everybody else to the plan."""
        members.ask_on(request.user, request.as_at.day)
        updates = access.authorities(request.user, Need.UPDATE)
        if updates and members.posts_spoken_for(request.user, request.as_at):
            return reverse("my-actions")
        if access.authorities(request.user, Need.APPROVE) and Queue(request).to_answer:
            return reverse("to-decide")
        return super().get_login_redirect_url(request)


class SignInForm(LoginForm):
    """The keyboard goes from the address to the password: the link for who forgot it stands
    at the end of the page, not in the password's hint."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].help_text = ""


class SignInFirst(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        """Who opened nothing but the site itself has not asked for the plan: once signed in
        they come to what is theirs."""
        if request.get_full_path() == reverse("front-page"):
            return redirect("account_login")
        return super().handle_no_permission(request, view_func)
