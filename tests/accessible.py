"""Is a page accessible, and does it fit, at desk and at phone width?"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browsing import DESK, PHONE

# A quarter of the time of all rules goes into the contrast of each word. It is the same wherever
# the same colours, of the same size and weight, lie on the same grounds: such words are looked at
# once. What may lie elsewhere than on what holds it, being placed by hand, is looked at always.
WORDS_IN_OTHER_COLOURS = """(seen) => {
  const ways = new Set(seen), grounds = new Map(), nodes = [];
  const PLAIN = "rgba(0, 0, 0, 0) none 1 static none normal";
  const groundOf = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const is = getComputedStyle(element);
      const own = [is.backgroundColor, is.backgroundImage, is.opacity, is.position, is.filter,
        is.mixBlendMode].join(" ");
      grounds.set(element, groundOf(element.parentElement) + (own === PLAIN ? "" : `/${own}`));
    }
    return grounds.get(element);
  };
  const holders = new Set(document.querySelectorAll("input, select, textarea"));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.data.trim()) holders.add(texts.currentNode.parentElement);
  }
  for (const element of holders) {
    const is = getComputedStyle(element);
    const way = [groundOf(element), is.color, is.fontSize, is.fontWeight, is.textShadow,
      is.visibility, element.disabled].join("|");
    if (ways.has(way) && !/absolute|fixed/.test(way)) continue;
    ways.add(way);
    nodes.push(element);
  }
  window.inOtherColours = nodes;
  return [...ways];
}"""
CONTRAST = "color-contrast"
BUT_CONTRAST = {"resultTypes": ["violations"], "rules": {CONTRAST: {"enabled": False}}}
ONLY_CONTRAST = {"resultTypes": ["violations"], "runOnly": [CONTRAST], "preload": False}
RUN = "(options) => axe.run(options).then((found) => found.violations)"
RUN_ON_WORDS = """(options) => window.inOtherColours.length
  ? axe.run({include: window.inOtherColours}, options).then((found) => found.violations) : []"""


class Accessible:
    """Looks at pages, and remembers the colours that it has seen."""

    def __init__(self):
        self.colours = []

    def __call__(self, page, where=""):
        """The page as it stands, at both widths; it keeps the second."""
        page.wait_for_load_state()
        where = f"{page.url} {where}"
        assert page.title().endswith("Improvement tracker"), where
        page.evaluate(f"window.axe || (() => {{ {AXE_SCRIPT} }})()")
        widths = (DESK, PHONE)
        for width in widths if page.viewport_size["width"] == DESK else reversed(widths):
            page.set_viewport_size({"width": width, "height": 900})
            self.look(page, f"{where} at {width}", colours=width == DESK)

    def look(self, page, where, colours):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{where} scrolls"
        )
        found = page.evaluate(RUN, BUT_CONTRAST)
        if colours:  # a page has those at 320 that it has at 1280
            self.colours = page.evaluate(WORDS_IN_OTHER_COLOURS, self.colours)
            found += page.evaluate(RUN_ON_WORDS, ONLY_CONTRAST)
        told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
        assert told == [], where


@pytest.fixture
def accessible():
    return Accessible()
