"""Small PDFs for tests: words and lines just where a test puts them."""

from dataclasses import dataclass, field

WIDE, HIGH = 595, 842
FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "odd": "Helvetica"}


@dataclass
class Sheet:
    """One page. Places in points from its upper left corner, as a reader measures."""

    drawn: list[str] = field(default_factory=list)
    turned: int = 0
    odd: str = "•"  # what the letter ~ of the font "odd" stands for

    def words(self, x, y, words, *, size=12, font="plain", hidden=False, up=False):
        """Words whose feet stand at a height."""
        name = f"/{font}"
        letters = words.encode("cp1252").hex()
        turn = "0 1 -1 0" if up else "1 0 0 1"
        self.drawn.append(
            f"BT {name} {size} Tf {3 if hidden else 0} Tr {turn} {x} {HIGH - y} Tm "
            f"<{letters}> Tj ET"
        )
        return self

    def lines(self, x, y, *lines, size=12, font="plain", pitch=None):
        """Lines of one paragraph, from the top."""
        for number, line in enumerate(lines):
            self.words(x, y + number * (pitch or 1.2 * size), line, size=size, font=font)
        return self

    def bullet(self, x, y, odd="•"):
        """A sign of a font that calls it whatever its maker liked."""
        self.odd = odd
        return self.words(x, y, "~", font="odd")

    def rule(self, left, top, right, bottom):
        self.drawn.append(f"{left} {HIGH - top} m {right} {HIGH - bottom} l 0.5 w S")
        return self

    def grid(self, lefts, tops):
        """A table's lines: where its columns and rows begin, and the last ones end."""
        for top in tops:
            self.rule(lefts[0], top, lefts[-1], top)
        for left in lefts:
            self.rule(left, tops[0], left, tops[-1])
        return self


def pdf(*sheets):
    """The pages as one file."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for sheet in sheets:
        first = len(objects) + 1
        stream = "\n".join(sheet.drawn)
        to_unicode = (
            "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
            f"1 beginbfchar <7e> <{sheet.odd.encode('utf-16-be').hex()}> endbfchar endcmap"
        )
        named = {
            name: f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} "
            f"/Encoding /WinAnsiEncoding {f'/ToUnicode {first + 2} 0 R' * (name == 'odd')} >>"
            for name, base in FONTS.items()
        }
        fonts = " ".join(f"/{name} {font}" for name, font in named.items())
        page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Rotate {sheet.turned}"
        kids.append(f"{first} 0 R")
        objects += [
            f"<< {page} /Contents {first + 1} 0 R /Resources << /Font << {fonts} >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
            f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _file(objects)


def _file(objects, more=""):
    body, places = "%PDF-1.5\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{held}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R {more} >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


def locked_pdf():
    """As a file looks that asks for a password."""
    lock = (
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <{'5a' * 32}> "
        f"/U <{'a5' * 32}> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 0 /Kids [] >>",
        lock,
    ]
    name = "01" * 16
    return _file(objects, f"/Encrypt 3 0 R /ID [<{name}> <{name}>]")
