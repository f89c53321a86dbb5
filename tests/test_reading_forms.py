"""Word files, web pages, Markdown and plain text become the blocks that a reader sees; what is
none of them, or means harm, gets a sentence."""

import hashlib
import re
import struct
import zlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspections.intake.confined import UnreadableError
from inspections.intake.reading import read, read_confined
from inspections.intake.reading.passages import Form, Reading
from tests.docx_made import docx, packed, paragraph, run, table

HEADING, PARAGRAPH, ITEM, ROW = "heading", "paragraph", "item", "row"


def told(content):
    """Each block as its kind, its mark if it has one, and its words."""
    if isinstance(content, str):
        content = content.encode()
    return [
        (passage.kind.value, passage.marker, passage.text)
        if passage.marker
        else (passage.kind.value, passage.text)
        for passage in read(content).passages
    ]


def levels(content):
    return [(passage.text, passage.level) for passage in read(content).passages]


def refused(content):
    with pytest.raises(UnreadableError) as why:
        read(content)
    return str(why.value)


# What every reading has


def test_blocks_are_counted_from_one_and_the_file_has_its_sha256():
    content = b"One paragraph here.\n\nAnother one.\n"
    reading = read(content)

    assert [passage.number for passage in reading.passages] == [1, 2]
    assert (reading.form, reading.pages) == (Form.TEXT, None)
    assert reading.sha256 == hashlib.sha256(content).hexdigest()


# Word


def test_word_headings_paragraphs_items_and_rows():
    content = docx(
        paragraph("A report on the service", style="Main"),
        paragraph("What we found", style="Ours"),
        paragraph("Plans are late."),
        paragraph("Visits are on time", listed=(2, 0)),
        paragraph("in two teams", listed=(2, 1)),
        table(["Area", "Judgement"], ["Leaders", "Good"]),
    )

    assert told(content) == [
        (HEADING, "A report on the service"),
        (HEADING, "What we found"),
        (PARAGRAPH, "Plans are late."),
        (ITEM, "•", "Visits are on time"),
        (ITEM, "•", "in two teams"),
        (ROW, "Area | Judgement"),
        (ROW, "Leaders | Good"),
    ]
    assert levels(content)[:5] == [
        ("A report on the service", 1),
        ("What we found", 2),
        ("Plans are late.", 0),
        ("Visits are on time", 1),
        ("in two teams", 2),
    ]
    assert read(content).form == Form.DOCX
    assert read(content).passages[-1].cells == ("Leaders", "Good")


def test_word_items_have_the_numbers_that_word_prints():
    content = docx(
        paragraph("Supervise", listed=(1, 0)),
        paragraph("weekly", listed=(1, 1)),
        paragraph("and in writing", listed=(1, 1)),
        paragraph("A list goes on over a paragraph."),
        paragraph("Visit", style="Listed"),
        paragraph("sooner", listed=(1, 1)),
        paragraph("within a day", listed=(1, 2)),
        paragraph("A new list", listed=(3, 0)),
        paragraph("and its second", listed=(3, 0)),
        paragraph("In no list", style="Listed", listed=(0, 0)),
    )

    assert [block[1] for block in told(content)] == [
        "1.",
        "(a)",
        "(b)",
        "A list goes on over a paragraph.",
        "2.",
        "(a)",
        "2.1",
        "1.",
        "2.",
        "In no list",
    ]


def test_word_tracked_changes_stand_as_accepted():
    deleted = "<w:del><w:r><w:delText>old words</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('new words')}</w:ins>"
    gone = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
        f"<w:rPr><w:del/></w:rPr></w:pPr>{deleted}</w:p>"
    )

    assert told(
        docx(
            paragraph("Kept and ", more=deleted + inserted),
            gone,
            paragraph("The first that stands", listed=(1, 0)),
        )
    ) == [(PARAGRAPH, "Kept and new words"), (ITEM, "1.", "The first that stands")]


def test_word_notes_headers_and_comments_are_left_out():
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'

    assert told(
        docx(
            paragraph("A sentence", more=mark + run(" goes on.")),
            word__footnotes_xml="<x>a note</x>",
            word__header1_xml="<x>a header</x>",
        )
    ) == [(PARAGRAPH, "A sentence goes on.")]


def test_word_text_boxes_stand_once_behind_their_paragraph():
    inside = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    drawn = f"<w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
    older = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    choice = f'<mc:Choice Requires="wps">{drawn}</mc:Choice>'

    for fallback in ("", f"<mc:Fallback>{older}</mc:Fallback>"):
        box = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
        assert told(docx(paragraph("Beside it", more=box))) == [
            (PARAGRAPH, "Beside it"),
            (PARAGRAPH, "In a box"),
        ]


def test_word_links_pictures_and_tabs_do_no_harm():
    link = f'<w:hyperlink r:id="rId9">{run("the report")}</w:hyperlink>'
    tab = "<w:r><w:tab/></w:r>"

    assert told(docx(paragraph("See ", more=link + tab + run("today.")))) == [
        (PARAGRAPH, "See the report today.")
    ]


def test_a_table_of_one_column_is_a_frame_and_one_in_a_cell_is_flat():
    framed = paragraph("Improve visits", listed=(1, 0)) + paragraph("Soon.")
    nested = table(["a", "b"], ["c", "d"]) + paragraph("end")

    assert told(docx(table([framed]), table(["Left", nested], ["Two", "lines"]))) == [
        (ITEM, "1.", "Improve visits"),
        (PARAGRAPH, "Soon."),
        (ROW, "Left | a b c d end"),
        (ROW, "Two | lines"),
    ]


# Web pages

PAGE = """<!DOCTYPE html><html><head><title>Site - page</title><style>p {color: red}</style></head>
<body><div class="cookie-banner">We use cookies</div><header><a href="/">Home</a></header>
<nav><ul><li>Menu</li></ul></nav>
<main><h1>Letter to the council</h1>
<p>Plans are <strong>late</strong>, and<br>visits are not.</p><p hidden>Never seen</p>
<p style="display: none">Nor this</p><!-- nor a comment -->
<ol start="3"><li>Third<ul><li>within it</li></ul></li><li>Fourth</li></ol>
<table><caption>Judgements</caption><tr><th>Area</th><th>Grade</th></tr>
<tr><td rowspan="2">Children<br>in care</td><td>Good</td></tr><tr><td>Better</td></tr></table>
<h2>Next&nbsp;steps</h2>Loose words<script>alert(1)</script>
<p>Said so.<sup><a href="#n1">1</a></sup> Over 20 m<sup>2</sup>.</p></main>
<aside>Read more</aside><footer>Terms</footer></body></html>"""


def test_web_page_says_what_its_main_part_says():
    assert told(PAGE) == [
        (HEADING, "Letter to the council"),
        (PARAGRAPH, "Plans are late, and visits are not."),
        (ITEM, "3.", "Third"),
        (ITEM, "•", "within it"),
        (ITEM, "4.", "Fourth"),
        (ROW, "Judgements"),
        (ROW, "Area | Grade"),
        (ROW, "Children in care | Good"),
        (ROW, " | Better"),
        (HEADING, "Next steps"),
        (PARAGRAPH, "Loose words"),
        (PARAGRAPH, "Said so. Over 20 m2."),
    ]


def test_web_page_without_a_main_part_keeps_its_words():
    page = (
        "<html><body><form><h1>Minutes</h1><div class='content-with-sidebar'>"
        f"<p>{'The board heard of it. ' * 9}</p></div>"
        "<div id='share'>Tweet</div></form></body></html>"
    )

    assert [text for _, text in told(page)] == [
        "Minutes",
        ("The board heard of it. " * 9).strip(),
    ]


def test_an_authority_s_own_subjects_are_no_furniture():
    page = (
        '<html><body class="has-cookie-banner"><h2 id="social-workers">Social workers</h2>'
        '<div id="feedback-from-children" class="social-care">Children said so.</div>'
        '<div class="share-bar">Tweet</div><ul class="social-media"><li>Like</li></ul>'
        "<p>An ending of the page that is longer than the bars that were on it.</p></body></html>"
    )

    assert [text for _, text in told(page)] == [
        "Social workers",
        "Children said so.",
        "An ending of the page that is longer than the bars that were on it.",
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
        ('<meta charset="iso-8859-2">', "iso-8859-2"),
        ("", "utf-16"),
    ],
)
def test_web_page_in_any_character_set(declared, encoding):
    said = "Zażółć" if encoding == "iso-8859-2" else "the council’s café – now"
    page = f"<html><head>{declared}</head><body><p>{said}</p></body></html>".encode(encoding)

    assert told(page) == [(PARAGRAPH, said)]


def test_nested_page_is_read_whole_or_refused():
    def nested(depth):
        return "<html>" + "<div>" * depth + "deep" + "</div>" * depth + "<p>last</p>"

    assert told(nested(500)) == [(PARAGRAPH, "deep"), (PARAGRAPH, "last")]
    assert "too deep" in refused(nested(20_000).encode())
    assert "too deep" in refused(b"<table><tr><td>a<td>" * 600)


# Markdown


def test_markdown_marks_leave_the_words():
    assert told(
        "# The visit\n\nPlans are **late** and *thin*,\nsee [the letter](https://example.org/a).\n\n"
        "Findings\n--------\n\n- one\n  - *two*\n1. **three**\n\n"
        "| Area | Grade |\n|:--|--:|\n| Leaders | `good` |\n\n> Quoted \\*words\\*\n"
    ) == [
        (HEADING, "The visit"),
        (PARAGRAPH, "Plans are late and thin, see the letter."),
        (HEADING, "Findings"),
        (ITEM, "•", "one"),
        (ITEM, "•", "two"),
        (ITEM, "1.", "three"),
        (ROW, "Area | Grade"),
        (ROW, "Leaders | good"),
        (PARAGRAPH, "Quoted *words*"),
    ]


def test_markdown_of_converters_has_lists_in_cells_and_bold_headings():
    assert told(
        "**Summary of strengths**\n\nThe team saw these.\n\n"
        "| | |\n|---|---|\n| Leaders | <ul><li>• clear</li><li>calm &amp; kind</li></ul> |\n"
    ) == [
        (HEADING, "Summary of strengths"),
        (PARAGRAPH, "The team saw these."),
        (ROW, "Leaders | • clear • calm & kind"),
    ]


# Plain text


def test_text_headings_are_short_lines_that_stand_alone():
    assert told(
        "Town Hall\nHigh Street\nAB1 2CD\n\nDear Colleague\n\nAreas covered by the visit\n\n"
        "Inspectors looked at plans.\n\n1. Summary\n\n1.1 The visit was short.\n\n"
        "Main findings:\n\nPlans are late.\n\nYours sincerely\n\nThe lead inspector\n"
    ) == [
        (PARAGRAPH, "Town Hall"),
        (PARAGRAPH, "High Street"),
        (PARAGRAPH, "AB1 2CD"),
        (PARAGRAPH, "Dear Colleague"),
        (HEADING, "Areas covered by the visit"),
        (PARAGRAPH, "Inspectors looked at plans."),
        (HEADING, "1. Summary"),
        (ITEM, "1.1", "The visit was short."),
        (HEADING, "Main findings:"),
        (PARAGRAPH, "Plans are late."),
        (PARAGRAPH, "Yours sincerely"),
        (PARAGRAPH, "The lead inspector"),
    ]


def test_text_lines_broken_at_a_width_are_one_paragraph():
    assert [
        text
        for *_, text in told(
            "The quality of what is written down is poor, and the managers who should\n"
            "have seen it did not. They are now looking at each plan once a month, so\n"
            "that nobody waits.\n\n"
            "1. Improve the time that it takes to visit children who have come into the\n"
            "   care of the council, well-\n"
            "   known to it or not.\n"
        )
    ] == [
        (
            "The quality of what is written down is poor, and the managers who should have seen it "
            "did not. They are now looking at each plan once a month, so that nobody waits."
        ),
        (
            "Improve the time that it takes to visit children who have come into the care of the "
            "council, well-known to it or not."
        ),
    ]


def test_a_sentence_torn_by_a_page_is_whole():
    assert told(
        "A small number of children whose plans had ended had not been\n\n\n\n"
        "seen in time.\n\n- The quality of decisions in the hub and its\n\nfirst answers\n"
    ) == [
        (
            PARAGRAPH,
            "A small number of children whose plans had ended had not been seen in time.",
        ),
        (ITEM, "•", "The quality of decisions in the hub and its first answers"),
    ]


def test_prose_without_a_full_stop_goes_on_behind_a_page_even_with_a_name():
    torn = (
        "The board heard of what had been done for the children of the town since spring. " * 2
    )

    assert told(f"{torn}It heard this from the Adoption\n\nService and agreed to it.\n") == [
        (PARAGRAPH, f"{torn}It heard this from the Adoption Service and agreed to it.")
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Leaders\tGood\n2.1 Care leavers\tRequires improvement to be good\n",
        "| Leaders | Good |\n| 2.1 Care leavers | Requires improvement to be good |\n",
        "Leaders               Good\n2.1 Care leavers      Requires improvement to be good\n",
        "Leaders\n\nGood\n\n2.1 Care leavers\n\nRequires improvement to be good\n",
        "Leaders\nGood\n2.1 Care\nleavers\nRequires improvement\nto be good\n",
    ],
)
def test_tables_of_text_have_their_rows_however_they_were_broken(written):
    assert told(written) == [
        (ROW, "Leaders | Good"),
        (ROW, "2.1 Care leavers | Requires improvement to be good"),
    ]


@pytest.mark.parametrize(
    "bullet",
    ["• ", "◼", "\uf06e ", "\uf0b7\t", "\uf02d", "\x83 ", "- ", "– ", "* ", "o ", "➢ ", "- > "],
)
def test_every_odd_bullet_is_a_bullet(bullet):
    assert told(f"It says:\n\n{bullet}Early help\n{bullet}Visits\n")[1:] == [
        (ITEM, "•", "Early help"),
        (ITEM, "•", "Visits"),
    ]


@pytest.mark.parametrize("marker", ["12.", "3)", "(4)", "a)", "(b)", "iv.", "(ii)", "2.10"])
def test_numbers_of_items_stay_as_printed(marker):
    assert told(f"{marker} Improve the plans.")[0] == (ITEM, marker, "Improve the plans.")


@pytest.mark.parametrize(
    "line",
    [
        "2.1 million was spent.",
        "33 (46.5%) agreed.",
        "-5% is less.",
        "E. Smith said so.",
        "i.e. it",
    ],
)
def test_other_beginnings_are_no_items(line):
    assert told(line) == [(PARAGRAPH, line)]


def test_nested_items_have_their_level():
    assert levels(b"- a point\n  - below it\n    - deeper\n- another\n") == [
        ("a point", 1),
        ("below it", 2),
        ("deeper", 3),
        ("another", 1),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_its_encodings(encoding):
    assert told("The council’s plan – “late”.".encode(encoding)) == [
        (PARAGRAPH, "The council’s plan – “late”.")
    ]


def test_ligatures_and_marks_without_width_are_gone():
    assert told("The of\ufb01ce\u200b is e\xadffective.") == [
        (PARAGRAPH, "The office is effective.")
    ]


# What is not read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stream(name):
    return OLE + b"\0" * 600 + name.encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\0" * 500, "empty"),
        (stream("WordDocument"), "before 2007 (.doc). Open it and save it as a Word"),
        (stream("Workbook"), "a spreadsheet"),
        (stream("PowerPoint Document"), "presentation"),
        (stream("EncryptedPackage"), "password"),
        (stream("DRMEncryptedTransform"), "without protection"),
        (stream("__properties_version1.0"), "e-mail"),
        (b"{\\rtf1\\ansi Words}", "rich text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
        (b"<?xml version='1.0'?><data><row/></data>", "XML"),
        (b"From: a\nTo: b\nMIME-Version: 1.0\nSubject: c\n\nWords", "e-mail"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "Unpack"),
        (packed(notes_txt="words"), "Unpack"),
        (packed(xl__workbook_xml="<x/>"), "spreadsheet"),
        (packed(ppt__presentation_xml="<x/>"), "presentation"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument"),
        (docx(paragraph("x"), kind="ms-word.document.macroEnabled"), "macros"),
        (docx(paragraph("x"), word__vbaProject_bin="x"), "macros"),
        (docx(paragraph("x"), word__media__big_txt="0" * 200_000_000), "far larger"),
        (docx(paragraph("x"))[:900], "damaged"),
        (docx(), "no text"),
        (bytes(range(256)) * 40, "no document"),
        (b"<html><body><script>x</script></body></html>", "no text"),
    ],
)
def test_what_is_no_document_gets_a_sentence(content, said):
    assert said in refused(content)


def test_an_archive_with_a_password_says_so():
    locked = bytearray(docx(paragraph("x")))
    for found in re.finditer(b"PK\x01\x02", bytes(locked)):
        locked[found.start() + 8] |= 1

    assert "password" in refused(bytes(locked))


def test_entities_that_grow_are_never_opened():
    grown = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    assert "damaged" in refused(docx(paragraph("&b;"), prolog=grown))


def test_more_text_than_any_report_has_is_refused():
    assert "more text" in refused(b"Words of a sentence. " * 200_000)


# Whatever the bytes


def read_or_sentence(content):
    """A reading that other processes can be given, or a sentence that ends as one."""
    try:
        reading = read(content)
    except UnreadableError as error:
        return str(error).endswith(".")
    kept = Reading.from_plain(reading.to_plain())
    return kept == reading and all(
        passage.text == " ".join(passage.text.split(" ")).strip(" ") or passage.cells
        for passage in reading.passages
    )


WORD = docx(
    paragraph("A heading", style="Ours"),
    paragraph("An item", listed=(1, 0)),
    table(["a", "b"], ["c", "d"]),
)
FORMS = (
    WORD,
    PAGE.encode(),
    b"# A\n\n- b\n\n| c | d |\n|---|---|\n| e | f |\n",
    b"A.\n\n1. B\n",
)


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(FORMS),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8),
    st.integers(0, 5000),
)
def test_any_damage_ends_in_a_reading_or_a_sentence(content, changes, cut):
    damaged = bytearray(content)
    for at, byte in changes:
        damaged[at % len(damaged)] = byte
    if cut < len(damaged):
        del damaged[cut:]

    assert read_or_sentence(bytes(damaged))


@settings(max_examples=150, deadline=2000)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@example(b"-")
@example(b"|\n|")
@example(b"**")
@example(b"<p")
def test_any_bytes_end_in_a_reading_or_a_sentence(content):
    assert read_or_sentence(content)


@settings(max_examples=60, deadline=2000)
@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{3,9}( [a-z]{2,9}){3,20}\.", fullmatch=True), min_size=1)
)
def test_every_paragraph_comes_back_from_every_form(sentences):
    blocks = [(PARAGRAPH, sentence) for sentence in sentences]

    assert told("\n\n".join(sentences)) == blocks
    assert told("".join(f"<p>{sentence}</p>" for sentence in sentences)) == blocks
    assert told(docx(*(paragraph(sentence) for sentence in sentences))) == blocks
    assert told("# H\n\n" + "\n\n".join(sentences))[1:] == blocks


# In a process of its own


def test_a_confined_reading_is_the_same():
    assert read_confined(WORD) == read(WORD)


def test_a_confined_refusal_keeps_its_sentence():
    with pytest.raises(UnreadableError, match="rich text"):
        read_confined(b"{\\rtf1 Words}")


def test_a_picture_in_a_document_is_passed_over():
    pixels = zlib.compress(b"\0\0\0\0")
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(pixels)) + pixels
    picture = '<w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="rId1"/></w:drawing></w:r>'

    assert told(docx(paragraph("Words", more=picture), word__media__a_png=png)) == [
        (PARAGRAPH, "Words")
    ]
