"""Sign-in. Nobody signs up: an admin invites (`keeping/people.py`)."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from improvement import access, members
from improvement.access import Need


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """Who speaks for a post comes to their own actions; everybody else to the plan."""
        updates = access.authorities(request.user, Need.UPDATE)
        if updates and members.posts_spoken_for(request.user, request.as_at):
            return reverse("my-actions")
        return super().get_login_redirect_url(request)


class SignInFirst(LoginRequiredMiddleware):
    def handle_no_permission(self, request, view_func):
        """Who opened nothing but the site itself has not asked for the plan: once signed in
        they come to what is theirs."""
        if request.get_full_path() == reverse("front-page"):
            return redirect("account_login")
        return super().handle_no_permission(request, view_func)
