"""Where what the tests need lies."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
FACTS = sorted((ROOT / "tests" / "facts").glob("*.yaml"))
CHROMIUM = Path("/usr/bin/chromium")
DOCUMENTS = ROOT.parent / "shared" / "documents"
