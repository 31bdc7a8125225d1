"""Building the tables from the publishers' files: the same bytes as committed, and clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.__main__ import main
from knowledge.build import bls, build
from knowledge.build.tables import SourceError, join, read_workbook
from knowledge.tables import DATA
from tests.conftest import left_out


def test_the_committed_tables_are_what_the_sources_give(sources: Path | None, tmp_path: Path) -> None:
    """Runs where the publishers' files are beside the repository; they may not be committed to it."""
    if sources is None:
        left_out("building from the publishers' files")
        return
    build(sources, tmp_path)
    built = {path.name: path.read_bytes() for path in (tmp_path / "tables").glob("*.csv")}
    committed = {path.name: path.read_bytes() for path in (DATA / "tables").glob("*.csv")}
    assert built.keys() == committed.keys()
    assert [name for name in built if built[name] != committed[name]] == []
    assert (tmp_path / "index.npz").read_bytes() == (DATA / "index.npz").read_bytes()


def test_a_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--sources", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "Occupation Data.xlsx: no such file" in capsys.readouterr().err


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Code", "Title"])
    book.save(tmp_path / "table.xlsx")
    with pytest.raises(SourceError, match=r"no column O\*NET-SOC Code; it has Code, Title"):
        list(read_workbook(tmp_path / "table.xlsx", needs=("O*NET-SOC Code",)))


def test_a_cell_cannot_hold_the_separator() -> None:
    with pytest.raises(SourceError, match="separates values"):
        join(["a|b"])


STATE_ROW = {"annual_median": "-", "hourly_median": "-", "annual_median_fn": ""}


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ({"annual_median": "63190"}, "63190"),
        ({"annual_median": "1,063,190"}, "1063190"),
        ({"annual_median_fn": "4", "hourly_median": "24.71"}, "h24.71"),
        ({"annual_median_fn": "4"}, "n/a"),
        ({"annual_median_fn": "5"}, "top"),
        ({"annual_median_fn": "8"}, "n/a"),
    ],
)
def test_a_state_cell_is_a_figure_or_the_reason_for_its_absence(row: dict[str, str], cell: str) -> None:
    assert bls.state_cell(STATE_ROW | row) == cell


@pytest.mark.parametrize(("text", "number"), [("1,579.8", 1_579_800), ("0.2", 200), ("-14.4", -14_400)])
def test_projections_are_in_thousands(text: str, number: int) -> None:
    assert bls.thousands(text) == number
