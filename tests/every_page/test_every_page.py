"""Every page in a real browser: accessible, at desk and phone width, under the strict policy."""

from collections import defaultdict

import pytest
from django.urls import reverse

from improvement import access
from tests.every_page.addresses import FAULTS, NOT_PAGES, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_is_accessible_and_fits(sign_in, windows, accessible):
    listed = pages()
    assert set(listed) == set(access.RULES) - NOT_PAGES
    everything = [(role, reverse(name, args=args)) for name, (role, args) in listed.items()]
    by_role = defaultdict(list)
    for role, path in everything + list(FAULTS.values()):
        by_role[role].append(path)
    page = sign_in(None)
    for role, paths in by_role.items():
        windows.let_in(page, role and f"{role}@example.org")
        for path in paths:
            page.goto(path)
            accessible(page)
