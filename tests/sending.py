"""What a browser sends back from a page on which nothing was filled in."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """What each form of a page that writes would send."""

    def __init__(self):
        super().__init__()
        self.forms, self.named, self.inside = [], [], False
        self.textarea = self.select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("method") == "post"
            if self.inside:
                self.forms.append({})
                self.named.append(set())
        elif self.inside and "disabled" not in given:
            self.named[-1].add(given.get("name"))
            getattr(self, f"_{tag}", lambda given: None)(given)

    def _input(self, given):
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if given.get("name") and ticked and given.get("type") != "submit":
            self._add(given["name"], given.get("value") or "")

    def _textarea(self, given):
        self.textarea, self.words = given["name"], ""

    def _select(self, given):
        self.select, self.several = given["name"], "multiple" in given
        self.first = self.chosen = None

    def _option(self, given):
        value = given.get("value", "")
        self.first = value if self.first is None else self.first
        if "selected" in given:
            self.chosen = value
            if self.several:
                self._add(self.select, value)

    def handle_data(self, data):
        if self.textarea:
            self.words += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            # A browser drops the first line break and sends the others as CRLF.
            words = self.words.removeprefix("\n").replace("\r\n", "\n")
            self._add(self.textarea, words.replace("\n", "\r\n"))
            self.textarea = None
        elif tag == "select" and self.select:
            if not self.several:
                self._add(self.select, self.chosen if self.chosen is not None else self.first)
            self.select = None
        elif tag == "form":
            self.inside = False

    def _add(self, name, value):
        self.forms[-1].setdefault(name, []).append(value)


def sent_from(response, having=""):
    """`{name: value}` or `{name: [values]}`, as the test client posts it: of the last form of
    the page, or the last that has the field `having`."""
    page = _Forms()
    page.feed(response.content.decode())
    asked = {having} if having else set()
    forms = [form for form, named in zip(page.forms, page.named, strict=True) if asked <= named]
    form = [form for form in forms if {*form} - {"csrfmiddlewaretoken"}][-1]
    return {name: v[0] if len(v) == 1 else v for name, v in form.items()}
