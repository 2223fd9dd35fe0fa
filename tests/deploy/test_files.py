"""What stands in the files for operators is true of the app."""

import re
from typing import Any

import pytest
import yaml
from typer.main import get_command

from chat_app import metrics
from chat_app.cli import commands
from tests.conftest import KNOWN_VARIABLES, ROOT
from tests.deploy.proxies import DEPLOY

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
_OF_PROMETHEUS = {"up", "process_resident_memory_bytes", "process_open_fds"}


def test_the_containers_set_what_is_a_setting() -> None:
    servers = [each for name, each in COMPOSE["services"].items() if name.startswith("app-")]
    assert len(servers) == 2
    for server in servers:
        assert set(server["environment"]) <= set(KNOWN_VARIABLES)


def test_nothing_ends_a_server_before_its_replies_have() -> None:
    server = COMPOSE["services"]["app-1"]
    unit = (DEPLOY / "tally@.service").read_text()
    (minutes,) = re.findall(r"TimeoutStopSec=(\d+)min", unit)
    for given in (server["stop_grace_period"], f"{minutes}m"):
        assert 60 * int(given.removesuffix("m")) > int(server["environment"]["DRAIN_S"]) + 15


def test_the_containers_of_servers_have_what_they_need_and_no_more() -> None:
    server = COMPOSE["services"]["app-2"]
    assert server["read_only"] is True
    assert server["cap_drop"] == ["ALL"]
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    (subnet,) = (each["subnet"] for each in COMPOSE["networks"]["inside"]["ipam"]["config"])
    assert server["environment"]["TRUSTED_PROXIES"] == subnet


@pytest.mark.parametrize("page", [OPERATIONS, (DEPLOY / "alerts.yaml").read_text()])
def test_figures_that_are_named_are_told(page: str) -> None:
    told = {sample.name for family in metrics.REGISTRY.collect() for sample in family.samples} | {
        f"{family.name}{end}"
        for family in metrics.REGISTRY.collect()
        for end in ("", "_total", "_bucket")
    }
    named = set(re.findall(r"\b(?:chat|process)_[a-z_]+\b", page)) - {"chat_app"}
    assert named
    assert named <= told | _OF_PROMETHEUS


def test_every_alert_has_its_line_in_the_manual() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"][0]["rules"]
    named = set(re.findall(r"\bTally[A-Z]\w+", OPERATIONS))
    assert {rule["alert"] for rule in rules} - named == {"TallyDown"}
    assert named <= {rule["alert"] for rule in rules}


def test_commands_of_the_manual_are_there() -> None:
    there: Any = get_command(commands)
    ours = set(re.findall(r"chat_app\.cli (\w[\w-]*)", OPERATIONS))
    assert ours
    assert ours <= set(there.commands)
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]+)\b", OPERATIONS)) <= targets


def test_settings_of_the_manual_are_settings() -> None:
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`", OPERATIONS))
    others = {"RATE_LIMIT_ERROR", "SSL_CERT_FILE"}
    assert named - others <= set(KNOWN_VARIABLES)


def test_every_promise_is_tried_by_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    promised = re.findall(r"`([\w/]+\.py)` (\w+)", page)
    assert len(promised) > 30
    for file, name in promised:
        assert re.search(rf"def test_{name}\(", (ROOT / "tests" / file).read_text()), (file, name)
