"""Tables in the rows of a list."""

from coder.widgets.columns import fit

HEADER = ["code", "Syria", "Turkey", "in all"]
ROWS = [["D1 Infighting", 1, 12, 13], ["D2 Brutality", 10, 2, 12]]


def test_columns_are_as_wide_as_what_stands_in_them_and_numbers_end_in_one_line() -> None:
    fitted = fit(HEADER, ROWS, 60, right=range(1, 4))
    assert fitted.header == "code           Syria  Turkey  in all"
    assert fitted.rows == ["D1 Infighting      1      12      13", "D2 Brutality      10       2      12"]
    assert fitted.hidden == 0


def test_what_has_no_room_is_counted_and_scrolled_to() -> None:
    fitted = fit(HEADER, ROWS, 22, right=range(1, 4))
    assert (fitted.header, fitted.hidden) == ("code          Syria", 2)
    assert fit(HEADER, ROWS, 22, first=1, right=range(1, 4)).header == "code          Turkey"
    assert fit(HEADER, ROWS, 22, first=9, right=range(1, 4)).header == "code           in all"


def test_words_are_cut_before_a_number_has_no_room() -> None:
    fitted = fit(["pair", "why", "p"], [["R1 × D1", "all or none of the cases gave it", "–"]], 30, right=[2])
    assert fitted.rows == ["R1 × D1 all or none of the…  –"]
    assert fitted.hidden == 0


def test_no_row_is_wider_than_the_window_and_foreign_text_is_harmless() -> None:
    rows = [["名" * 20, "\x1b[31mred\nand more"]]
    for width in (1, 5, 20, 80):
        for line in (lambda f: [f.header, *f.rows])(fit(["a", "b"], rows, width)):
            assert "\x1b" not in line
            assert "\n" not in line
            assert len(line) <= width
