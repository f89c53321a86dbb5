"""The word lists that a maintainer can read and extend (`inspections/intake/vocabulary/`)."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "vocabulary"
# Every confined child reads them anew: the quick loader, where this PyYAML has it.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def loaded(path: Path) -> Any:
    """One file of it, every scalar a string."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
