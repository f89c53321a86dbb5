"""Files as no program writes them: whole ones of our own, and real ones where they are, each
broken by a chance that can be had again."""

import re
from functools import cache
from html import escape
from random import Random

from tests.documents_made import FAMILIES
from tests.docx_made import docx, paragraph, table
from tests.mutations_docx import repacked
from tests.pdf_made import Sheet, locked_pdf, pdf
from tests.places import DOCUMENTS

KINDS = ("pdf", "docx", "html", "md", "txt")
LARGEST = 400_000  # bytes of a real one to begin with, and of what is put in
ODDS_OF_REAL = 0.05
LINES_OF_A_PAGE = 50
WIDTH = 85  # letters of a line

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_ODD_NUMBERS = (
    b"0", b"-1", b"1", b"2", b"255", b"65536", b"2147483647", b"2147483648", b"-2147483648",
    b"4294967296", b"99999999999999999999", b"1e400", b"0.0000001", b"NaN", b"31", b"2099",
)  # fmt: skip
_TOKENS = {
    "pdf": (
        b"<<", b">>", b"[", b"]", b"stream\n", b"\nendstream", b"endobj", b"1 0 R", b"/Kids", b"xref",
        b"trailer", b"/Rotate 90", b"/MediaBox [0 0 1e9 1e9]", b"/CropBox [9 9 9 9]", b"/Filter /FlateDecode",
        b"/Encrypt 1 0 R", b"/ObjStm", b" Tf ", b"BT ", b" ET", b" Tj ", b"0 0 0 0 0 0 Tm ", b"q " * 99, b"Do ",
        b"<ffff> Tj ", b"1 0 0 -1 0 0 cm ", b"3 Tr ", b"/Prev 0", b"/Length 99999999",
    ),
    "docx": (
        b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:tr><w:tc>", b"</w:tbl>", b"<w:r><w:t>", b"<w:br/>", b"<w:tab/>",
        b'<w:gridSpan w:val="999999"/>', b"<w:vMerge/>", b'<w:ilvl w:val="-3"/>', b"<w:del>", b"<w:ins>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"<![CDATA[", b'<w:footnoteReference w:id="1"/>',
        b"<w:fldChar/>", b"<mc:AlternateContent>", b"<w:sdt>", b"<w:hyperlink>",
    ),
    "html": (
        b"<table>", b"<tr><td colspan=99999 rowspan=99999>", b"</table>", b"<li>", b"<ol start=99999999999>",
        b"<h1>", b"<script>", b"<!--", b"-->", b"<![CDATA[", b"&#xD800;", b"&#0;", b"&nbsp;" * 50, b"<br>" * 50,
        b"<meta charset=utf-7>", b"<meta charset=utf-16>", b"<base href=//x>", b"<p hidden>", b"<svg><style>",
        b"<pre>", b"<!DOCTYPE html [", b"<template>", b"<iframe srcdoc='", b"<plaintext>",
    ),
    "md": (
        b"# ", b"\n---\n", b"\n- ", b"\n1. ", b"|---|---|\n", b"| a | b |\n", b"\n```\n", b"> " * 50, b"**", b"[a](b",
        b"![", b"<table>", b"\n    ", b"\\", b"`", b"\n===\n", b"[^1]: ", b"  \n", b"\n+ ", b"~~~",
    ),
    "txt": (
        b"\x0c", b"\t" * 40, b" | ", b"\r", b"\n \n", b"\xe2\x80\xa2 ", b"\xef\xbb\xbf", b"\xff\xfe", b"_" * 200,
        b"\n12\n", b"\nPage 3 of 9\n", b"-\n", b"\xc2\xad", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\x1b[2J",
    ),
}  # fmt: skip
# What the rules look for, so that chance meets them.
_SAID = tuple(
    words.encode()
    for words in (
        "Inspection dates: 31 February 2024 to 8 March 2019", "Report published: 1 January 0000", "30 and 31 June",
        "on 1, 2, 3, 4, 5 and 6 May 20199", "Recommendations", "1. 1. 1. ", "(a) (ii) 12.3.4. ", "Judgement | Grade",
        "Overall effectiveness", "Inadequate", "Requires improvement to be good", "from 86% to 97%, from 352 to 307",
        "15 against a target of 25", "1,000,000,000,000%", "Lead inspector: , HMI", "the forty-eleventh monitoring visit",
        "Monitoring visit of Torbay", "Dear ", "Yours sincerely", "has improved, but is not yet consistent",
        "was judged inadequate in 2013, and again in 2013", "Areas for priority action", "Inspectors found", "Action taken",
        "Requirement", "(outcome 4, national framework)", "recommendation 1, recommendation 2", "‘“’”", "…" * 40, "a" * 5000,
        "- " * 500, ". " * 500, "no not never yet " * 100, "2018 " * 300, "and " * 900, "May " * 300,
    )
)  # fmt: skip
_NESTED = {
    "pdf": ((b"[", b"]"), (b"<<", b">>"), (b"<</Kids[", b"]>>"), (b"q ", b"Q "), (b"(", b")")),
    "docx": ((b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"), (b"<w:sdt><w:sdtContent>", b""), (b"<a>", b"</a>")),
    "html": ((b"<div>", b"</div>"), (b"<table><tr><td>", b""), (b"<ul><li>", b"</ul>"), (b"<b>", b""), (b"<", b">")),
    "md": ((b"> ", b""), (b"[", b"]"), (b"*", b"*"), (b"(", b")"), (b"- ", b"")),
    "txt": ((b"(", b")"), (b"\xe2\x80\x9c", b"\xe2\x80\x9d"), (b"  ", b"")),
}  # fmt: skip


def mutants(kind, count, seed):
    """So many broken files of a kind, always the same for the same seed and the same documents."""
    for number in range(count):
        yield mutant(kind, number, seed)


def mutant(kind, number, seed):
    chance = Random(f"{seed} {kind} {number}")  # noqa: S311  (nothing is kept secret)
    whole = _chosen(chance, kind)
    if kind == "docx" and chance.random() < 0.8:
        return repacked(chance, whole, lambda held: _broken(chance, kind, held))
    return _broken(chance, kind, whole)


def _broken(chance, kind, content):
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        content = chance.choice(_WAYS)(chance, kind, content)
    return content


# The ways


def _flipped(chance, kind, content):
    held = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200)) if held else 0):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return bytes(held)


def _cut_short(chance, kind, content):
    return content[: chance.randrange(len(content) + 1)]


def _stretch(chance, content):
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 8, 100, 2_000, 30_000)))


def _taken_out(chance, kind, content):
    start, end = _stretch(chance, content)
    return content[:start] + content[end:]


def _spliced(chance, kind, content):
    other = _chosen(chance, kind)
    start, end = _stretch(chance, other)
    into, over = _stretch(chance, content)
    return content[:into] + other[start:end] + content[chance.choice((into, over)) :]


def _repeated(chance, kind, content):
    start, end = _stretch(chance, content)
    times = min(chance.choice((2, 20, 500, 20_000)), LARGEST // max(1, end - start))
    return content[:end] + content[start:end] * times + content[end:]


def _other_numbers(chance, kind, content):
    odds = chance.choice((0.02, 0.2, 1))
    told = chance.choice(_ODD_NUMBERS)
    return _NUMBER.sub(lambda one: told if chance.random() < odds else one[0], content)


def _put_in(chance, kind, content):
    for _ in range(chance.choice((1, 4, 30))):
        at = chance.randrange(len(content) + 1)
        token = chance.choice(_TOKENS[kind] if chance.random() < 0.6 else _SAID)
        content = content[:at] + token + content[at:]
    return content


def _nested(chance, kind, content):
    opens, closes = chance.choice(_NESTED[kind])
    depth = chance.choice((10, 300, 3_000, 40_000))
    start, end = _stretch(chance, content)
    return content[:start] + opens * depth + content[start:end] + closes * depth + content[end:]


_WAYS = (
    _flipped, _cut_short, _taken_out, _spliced, _repeated, _other_numbers, _put_in, _put_in, _nested,
)  # fmt: skip


# What is broken


def _chosen(chance, kind):
    """A whole file, seldom a real one: those take long."""
    real = _real(kind) if chance.random() < ODDS_OF_REAL else ()
    return chance.choice(real or made(kind))


@cache
def made(kind):
    """A whole file of a kind for each family of documents."""
    texts = [[passage.text for passage in family.passages] for family in FAMILIES.values()]
    whole = tuple(_MADE[kind](blocks) for blocks in texts)
    return (*whole, locked_pdf()) if kind == "pdf" else whole


@cache
def _real(kind):
    folder = {"pdf": DOCUMENTS, "txt": DOCUMENTS.parent / "seeds"}.get(kind)
    paths = sorted(folder.glob(f"*.{kind}")) if folder else ()
    return tuple(path.read_bytes() for path in paths if path.stat().st_size < LARGEST)


def _as_pdf(blocks):
    lines = [line for block in blocks for line in (*_wrapped(block), "")]
    pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)]
    sheets = [Sheet().lines(60, 80, *page, size=11).words(300, 800, "1") for page in pages]
    cells = Sheet(turned=90).grid((60, 300, 540), (90, 120, 150)).words(70, 110, "Good")
    return pdf(*sheets, cells.bullet(60, 300).words(80, 300, "An item of a list."))


def _wrapped(block):
    line = ""
    for word in block.replace("’", "'").split():
        if len(line) + len(word) > WIDTH:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _as_docx(blocks):
    told = [paragraph(escape(block), style="H2" * (len(block) < 40)) for block in blocks]
    rows = [[escape(cell) for cell in block.split(" | ")] for block in blocks if " | " in block]
    listed = paragraph("An item of a list", listed=(1, 0))
    return docx(*told, listed, table(*rows or [["One", "Two"]]))


def _as_html(blocks):
    told = "".join(
        f"<tr><td>{'</td><td>'.join(escape(block).split(' | '))}</td></tr>"
        if " | " in block
        else f"<{'h2' if len(block) < 40 else 'p'}>{escape(block)}\n"
        for block in blocks
    )
    return f"<!DOCTYPE html><title>A report</title><body><ul><li>One</ul>{told}".encode()


def _as_md(blocks):
    return "\n\n".join(f"{'## ' * (len(block) < 40)}{block}" for block in blocks).encode()


def _as_txt(blocks):
    return "\n\n".join("\n".join(_wrapped(block)) for block in blocks).encode()


_MADE = {"pdf": _as_pdf, "docx": _as_docx, "html": _as_html, "md": _as_md, "txt": _as_txt}
