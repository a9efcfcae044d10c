"""Where rows end, and how much of a text is read to find its header."""

import pytest

from models.datasets.tables.row_ends import first_row, row_ends


class Counted(str):
    """Text that counts the characters which are cut out of it."""

    __slots__ = ("n_read",)

    def __new__(cls, text: str) -> "Counted":
        counted = super().__new__(cls, text)
        counted.n_read = 0
        return counted

    def __getitem__(self, part):
        found = super().__getitem__(part)
        self.n_read += len(found)
        return found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", ["a,b\n", "1,2\n"]),
        ("a,b\r\n1,2\r3", ["a,b\r\n", "1,2\r", "3"]),
        ('"a\nb",c\n1,2', ['"a\nb",c\n', "1,2"]),
        ('"a""\n""b"\n1\n', ['"a""\n""b"\n', "1\n"]),
        ('a,"never closed\n1,2\n', ['a,"never closed\n', "1,2\n"]),
        ('"', ['"']),
        ("", []),
    ],
)
def test_a_row_ends_with_its_line_unless_a_quote_is_open(text: str, rows: list[str]) -> None:
    ends = list(row_ends(text))
    assert [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] == rows


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\r", " \n", ",,,\n", '""\n', '"\n', '"\n\n'])
@pytest.mark.parametrize("n", [200, 2_000])
def test_blank_lines_before_the_header_are_each_read_once(blank: str, n: int) -> None:
    text = Counted(blank * n + "user,item\n1,2\n")
    start, said = first_row(text)
    assert (start, said) in {(len(blank) * n, ""), (0, "")}  # 0: an odd number of quotes
    assert text.n_read <= len(text)


def test_the_header_stands_behind_blank_lines_and_a_line_that_names_the_delimiter() -> None:
    text = "\ufeff\n\nsep=|\r\n,,\nuser|item\n"
    start, said = first_row(text)
    assert (text[start:], said) == ("user|item\n", "|")
    assert first_row("\n\n;;;\n") == (0, "")
