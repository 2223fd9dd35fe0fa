"""Writes down what the contract found: each case with each adapter.

`python -m tests.llm.contract_table` runs the contract and puts the table into docs/providers.md.
"""

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.llm.vendors import EVERY_VENDOR

_ROOT = Path(__file__).parents[2]
PAGE = _ROOT / "docs" / "providers.md"
_CONTRACT = Path(__file__).with_name("test_contract.py")
_BEGIN, _END = (
    f"<!-- {mark}: written by tests/llm/contract_table.py -->\n" for mark in ("cases", "end")
)

Table = dict[str, dict[str, str]]
"""By case and vendor: how it went."""


def cell_of(test_id: str) -> tuple[str, str]:
    """Return case and vendor of a test, by its id."""
    name, _, parameters = test_id.rpartition("::")[2].removesuffix("]").partition("[")
    vendor, _, variant = parameters.partition("-")
    case = name.removeprefix("test_").replace("_", " ")
    variant = variant.removeprefix("Oddity.").lower().replace("_", " ")
    return f"{case}: {variant}" if variant else case, vendor


def collected(folder: pytest.Collector) -> list[tuple[str, str]]:
    """Return case and vendor of every test of the contract, which lies in this folder."""
    contract = pytest.Module.from_parent(folder, path=_CONTRACT)
    return [cell_of(test.nodeid) for test in folder.session.genitems(contract)]


def published() -> Table:
    """Return the table as it stands on the page."""
    lines = PAGE.read_text().partition(_BEGIN)[2].partition(_END)[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    (_, *vendors), _, *cases = rows
    return {case: dict(zip(vendors, cells, strict=True)) for case, *cells in cases}


def write(table: Table) -> None:
    """Put a table on the page."""
    vendors = [vendor.name for vendor in EVERY_VENDOR]
    rows = [["case", *vendors], ["---", *(":-:" for _ in vendors)]]
    rows += [
        [case, *(cells.get(each, "missing") for each in vendors)] for case, cells in table.items()
    ]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    before, _, rest = PAGE.read_text().partition(_BEGIN)
    PAGE.write_text(before + _BEGIN + lines + _END + rest.partition(_END)[2])


class _Recorder:
    def __init__(self) -> None:
        self.table: Table = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        case, vendor = cell_of(report.nodeid)
        if report.failed:
            self.table[case][vendor] = "failed"
        elif report.when == "call":
            self.table[case][vendor] = "✓"


if __name__ == "__main__":
    recorder = _Recorder()
    status = pytest.main(["-q", str(_CONTRACT)], plugins=[recorder])
    write(recorder.table)
    sys.exit(status)
