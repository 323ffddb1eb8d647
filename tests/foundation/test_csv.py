"""Cells as spreadsheets get them: nothing runs, and everything comes back as it was."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.foundation.csv import RISKY, csv_lines, guarded

CELLS = st.text(st.sampled_from("'=+-@\t;,\"\n aä😀"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
@example([("'=x", "''=x")])
def test_what_is_guarded_comes_back_and_never_begins_a_formula(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("one", "two"), *([guarded(cell) for cell in row] for row in rows)])

    assert [tuple(line) for line in csv_lines(out.getvalue().encode())] == [("one", "two"), *rows]
    assert not any(guarded(cell).startswith(RISKY) for row in rows for cell in row)
