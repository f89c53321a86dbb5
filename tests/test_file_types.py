"""A packed file is judged by what it holds, whatever it says of itself."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from improvement.recording.file_types import check_file
from improvement.recording.refusals import Refused

MACRO = "application/vnd.ms-office.vbaProject"


def word_file(types, *others):
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for name in ("word/document.xml", *others):
            archive.writestr(name, "x")
    return kept.getvalue()


def refusal(content):
    with pytest.raises(Refused) as refused:
        check_file("audit.docx", content)
    return refused.value.sentence


@pytest.mark.parametrize(
    "kind", [MACRO, MACRO.lower(), "application/vnd.ms-word.document.macroEnabled.main+xml"]
)
def test_macros_under_another_name_are_known_by_their_type(kind):
    types = f'<Types><Override PartName="/word/notes.bin" ContentType="{kind}"/></Types>'

    assert "holds macros" in refusal(word_file(types, "word/notes.bin"))


@pytest.mark.parametrize(
    "types",
    [
        f'<Types><Default ContentType="{MACRO}"/></Types>'.encode("utf-16"),
        '<Types><Default ContentType="application/&#118;baProject"/></Types>',
        "x" * 1_000_001,
    ],
    ids=["two bytes a letter", "letters as numbers", "without end"],
)
def test_a_list_of_types_that_no_program_writes_is_not_taken(types):
    assert "not a kind of file that is kept here" in refusal(word_file(types))


def test_a_list_of_parts_that_lies_about_its_length_is_not_believed():
    content = word_file("<Types/>", *(f"word/{n}.xml" for n in range(5_000)))
    end = content.rindex(b"PK\x05\x06")
    lie = content[: end + 8] + b"\1\0\1\0" + content[end + 12 :]

    assert "not a kind of file that is kept here" in refusal(lie)
