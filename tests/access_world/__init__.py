"""Two authorities with something behind every address, and everybody who might ask."""

from tests.access_world.addresses import common_addresses
from tests.access_world.world import ROLES, SECRET, Worlds

__all__ = ["ROLES", "SECRET", "Worlds", "common_addresses"]
