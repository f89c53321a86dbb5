"""A fixed sample of broken files through the upload (`make fuzz` sends thousands)."""

import pytest

from tests.fuzz_upload import admin_of_torbay, send
from tests.mutations import KINDS, mutants

FILES, SEED = 5, "upload"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_taken_in_whole_or_leaves_nothing(kind):
    client = admin_of_torbay()

    for number, content in enumerate(mutants(kind, FILES, SEED)):
        send(client, content, f"download({number}).{kind}")
