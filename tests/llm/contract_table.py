"""Writes down what the contracts found: each case with each adapter.

`python -m tests.llm.contract_table` runs them and puts the tables into docs/providers.md.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.llm.vendors import EVERY_VENDOR, SIMULATED, Vendor

_ROOT = Path(__file__).parents[2]
PAGE = _ROOT / "docs" / "providers.md"
_MARK = "<!-- {}: written by tests/llm/contract_table.py -->\n"
_END = _MARK.format("end")


@dataclass(frozen=True)
class Contract:
    """Cases that are tried on each of some vendors."""

    name: str
    """What its table on the page is called."""
    file: Path
    vendors: list[Vendor]

    @property
    def begin(self) -> str:
        """What its table begins behind."""
        return _MARK.format(self.name)


CONTRACTS = [
    Contract("cases", Path(__file__).with_name("test_contract.py"), EVERY_VENDOR),
    Contract("tools", Path(__file__).with_name("test_tools.py"), [*EVERY_VENDOR, SIMULATED]),
]
Table = dict[str, dict[str, str]]
"""By case and vendor: how it went."""


def cell_of(test_id: str) -> tuple[str, str]:
    """Return case and vendor of a test, by its id."""
    name, _, parameters = test_id.rpartition("::")[2].removesuffix("]").partition("[")
    vendor, _, variant = parameters.partition("-")
    case = name.removeprefix("test_").replace("_", " ")
    variant = variant.removeprefix("Oddity.").lower().replace("_", " ")
    return f"{case}: {variant}" if variant else case, vendor


def collected(folder: pytest.Collector, contract: Contract) -> list[tuple[str, str]]:
    """Return case and vendor of every test of a contract, which lies in this folder."""
    module = pytest.Module.from_parent(folder, path=contract.file)
    return [cell_of(test.nodeid) for test in folder.session.genitems(module)]


def published(contract: Contract) -> Table:
    """Return a table as it stands on the page."""
    lines = PAGE.read_text().partition(contract.begin)[2].partition(_END)[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    (_, *vendors), _, *cases = rows
    return {case: dict(zip(vendors, cells, strict=True)) for case, *cells in cases}


def write(contract: Contract, table: Table) -> None:
    """Put a table on the page."""
    vendors = [vendor.name for vendor in contract.vendors]
    rows = [["case", *vendors], ["---", *(":-:" for _ in vendors)]]
    rows += [
        [case, *(cells.get(each, "missing") for each in vendors)] for case, cells in table.items()
    ]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    before, _, rest = PAGE.read_text().partition(contract.begin)
    PAGE.write_text(before + contract.begin + lines + _END + rest.partition(_END)[2])


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
    status = 0
    for contract in CONTRACTS:
        recorder = _Recorder()
        status |= pytest.main(["-q", str(contract.file)], plugins=[recorder])
        write(contract, recorder.table)
    sys.exit(status)
