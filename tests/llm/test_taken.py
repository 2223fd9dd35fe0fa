"""What a model takes, as the page says it."""

import re
from typing import Any

import pytest

from chat_app.llm.catalogue import SIMULATED, Model, catalogue, find
from chat_app.llm.provider_table import PROVIDERS
from chat_app.llm.taken import ParameterNotTaken, require_taken
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
    Text,
)
from tests.conftest import ROOT
from tests.llm.prompts import question
from tests.llm.test_contract import ASKED, WITH_TOOLS
from tests.llm.vendors import EVERY_VENDOR, VENDORS, Vendor

pytestmark = pytest.mark.usefixtures("settings")
PAGE = (ROOT / "docs/providers.md").read_text()
BESIDES: dict[str, dict[str, Any]] = {
    "parallel_tool_calls=true": WITH_TOOLS | {"parallel_tool_calls": True},
}


def table(head: str) -> list[list[str]]:
    """Return the rows of a table of the page, that one first which begins so."""
    lines = PAGE[PAGE.index(f"| {head} |") :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


(_, *NAMES), _, *ROWS = table("asked for")


def test_the_page_has_a_line_for_everything_that_can_be_asked_for() -> None:
    assert {name.strip("`") for name, *_ in ROWS} == (ASKED | BESIDES).keys()
    assert set(NAMES) == {*PROVIDERS, "compatible"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("`"))
def test_a_line_of_the_page_says_what_a_wire_has(row: list[str]) -> None:
    name, *cells = row
    field, _, value = name.strip("`").partition("=")
    for vendor, cell in zip(NAMES, cells, strict=True):
        lacks = PROVIDERS[vendor].lacks if vendor in PROVIDERS else frozenset[str]()
        assert cell == ("–" if {field, f"{field}={value}"} & lacks else "✓"), vendor


def test_the_page_says_what_single_models_lack() -> None:
    _, _, *rows = table("model")
    told = {
        model: set(re.findall(r"`(.+?)`", lacks))
        for models, lacks, _ in rows
        for model in re.findall(r"`(.+?)`", models)
    }

    assert told == {each.model_id: set(each.lacks) for each in catalogue().models if each.lacks}


def asked(name: str) -> Prompt:
    prompt = question()
    return Prompt(prompt.system, prompt.messages, Parameters(77, **(ASKED | BESIDES)[name]))


def lacking(*names: str) -> Model:
    return SIMULATED.model_copy(update={"lacks": frozenset(names)})


@pytest.mark.parametrize("name", ASKED)
def test_a_model_refuses_what_it_lacks_and_nothing_else(name: str) -> None:
    field = name.partition("=")[0]
    for lack in {name, field}:
        with pytest.raises(ParameterNotTaken, match=f"^Simulated takes no {lack};") as refusal:
            require_taken(lacking(lack), asked(name))
        assert refusal.value.field == field
        assert refusal.value.status == 400
    for other in ASKED:
        is_with_tools = field == "tools" and "tools" in ASKED[other]
        if other.partition("=")[0] != field and not is_with_tools:
            require_taken(lacking(name, field), asked(other))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Image("image/png", b"x"), "image_url"),
        (Document("application/pdf", b"x", "x.pdf", 1), "file"),
        (Audio("audio/wav", b"x", 1), "input_audio"),
    ],
)
def test_a_part_is_refused_by_the_name_that_chat_completions_have_for_it(
    part: Image | Document | Audio, field: str
) -> None:
    prompt = Prompt("", (PromptMessage(Role.USER, (Text("Well?"), part)),), Parameters(77))
    require_taken(SIMULATED, prompt)

    with pytest.raises(ParameterNotTaken, match=rf"\({part.media_type}\)") as refusal:
        require_taken(SIMULATED.model_copy(update={"inputs": ("text",)}), prompt)

    assert refusal.value.field == field


def test_a_reply_that_is_sent_back_holds_no_picture_where_the_wire_has_no_place_for_one() -> None:
    messages = (
        *question().messages,
        PromptMessage(Role.ASSISTANT, (Image("image/png", b"x"),)),
        *question().messages,
    )
    prompt = Prompt("", messages, Parameters(77))
    require_taken(find("gemini-4-argon"), prompt)

    for vendor in EVERY_VENDOR[1:4]:
        with pytest.raises(ParameterNotTaken):
            require_taken(find(vendor.model_id), prompt)


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_prompt_may_end_with_a_reply_where_the_vendor_goes_on_with_it(vendor: Vendor) -> None:
    begun = PromptMessage(Role.ASSISTANT, (Text("It is"),))
    prompt = Prompt("", (*question().messages, begun), Parameters(77))
    model = find(vendor.model_id)

    if vendor.name in {"openai", "xai"}:
        require_taken(model, prompt)
        return
    with pytest.raises(ParameterNotTaken, match="takes no reply as the last message") as refusal:
        require_taken(model, prompt)
    assert refusal.value.field == "messages"
