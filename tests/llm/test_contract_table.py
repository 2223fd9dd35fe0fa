"""The published contract is the one that is run, and no adapter is left out of a case."""

from itertools import product

import pytest

from tests.llm.contract_table import CONTRACTS, Contract, cell_of, collected, published


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_every_case_is_tried_on_every_adapter_and_published(
    request: pytest.FixtureRequest, contract: Contract
) -> None:
    found = collected(request.node.parent.parent, contract)
    cases = {case for case, _ in found}
    vendors = [vendor.name for vendor in contract.vendors]

    assert set(found) == set(product(cases, vendors))
    assert published(contract) == {case: dict.fromkeys(vendors, "✓") for case in cases}


def test_a_case_is_named_by_its_test() -> None:
    assert cell_of("a.py::test_a_cut[xai]") == ("a cut", "xai")
    assert cell_of("a.py::test_b[gemini-Oddity.TOOL_CALL]") == ("b: tool call", "gemini")
