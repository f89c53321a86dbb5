"""A person who has a keyboard and no mouse."""


def focused(page, css="*"):
    return page.evaluate(
        "css => document.activeElement.matches(css) ? document.activeElement.textContent : null",
        css,
    )


def tab_to(page, text, css="a, button"):
    """Press Tab until something with the text has the focus; it must come within 120."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = focused(page, css)
        if found is not None and text in found:
            return
    raise AssertionError(f"Tab never reached “{text}” {css} on {page.url}")


def choose_radio(page, value):
    for _ in range(10):
        if page.evaluate("document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no radio {value}")
