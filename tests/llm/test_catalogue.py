"""Which models there are, who may use them and what they cost."""

from pathlib import Path

import pytest

from chat_app.config import Settings, get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import (
    SIMULATED,
    SIMULATED_IMAGE,
    InvalidCatalogue,
    catalogue,
    configured_model,
    cost_micro_usd,
    default_model,
    find,
    image_model,
    is_allowed,
    is_available,
    models_for,
    provider_of,
)
from chat_app.llm.types import Task, Usage

pytestmark = pytest.mark.usefixtures("settings")

ENTRY = """
[[models]]
model_id = "mine"
provider = "gemini"
name = "Mine"
tier = "PRO"
context_window_tokens = 1000
max_output_tokens = 100
input_usd = 0.30
cached_input_usd = 0.075
output_usd = 2.50
source = "my contract"
as_of = 2026-11-01
"""


PICTURE = 'picture_size = "640x480"\npicture_tokens = 9\n'


@pytest.fixture
def operators_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models.toml"
    path.write_text(ENTRY)
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    get_settings.cache_clear()
    return path


@pytest.mark.parametrize(("tier", "models"), [("BASIC", 2), ("PRO", 7), ("ENTERPRISE", 10)])
def test_each_tier_sees_its_models_and_the_simulated_one(tier: str, models: int) -> None:
    assert len(models_for(tier)) == models + 1
    assert SIMULATED in models_for(tier)


def test_four_vendors_are_on_offer_and_every_figure_has_source_and_day() -> None:
    models = catalogue().models
    assert {model.provider for model in models} == {
        "gemini",
        "openai",
        "anthropic",
        "xai",
        "simulated",
    }
    assert all(model.source and model.as_of for model in models)
    assert all(model.prices.output_micro_usd > 0 for model in models if model is not SIMULATED)


def test_without_a_key_only_the_simulated_model_is_available_and_the_default() -> None:
    assert [model for model in catalogue().models if is_available(model)] == [SIMULATED]
    assert configured_model() is SIMULATED


@pytest.mark.settings(GEMINI_API_KEY="key")
def test_the_first_gemini_model_is_the_default_where_gemini_has_its_key() -> None:
    assert configured_model().provider == "gemini"
    assert is_allowed(configured_model(), "BASIC")


@pytest.mark.settings(GEMINI_API_KEY="key", GEMINI_MODEL="gemini-3.8-flash")
def test_gemini_model_chooses_among_gemini_models() -> None:
    assert configured_model().model_id == "gemini-3.8-flash"


@pytest.mark.settings(GEMINI_MODEL="gemini-3.8-flash")
def test_gemini_model_means_nothing_without_a_key() -> None:
    assert configured_model() is SIMULATED


def test_the_simulated_model_draws_where_no_other_can() -> None:
    assert image_model("ENTERPRISE") is SIMULATED_IMAGE


@pytest.mark.settings(GEMINI_API_KEY="key", OPENAI_API_KEY="key")
def test_the_first_model_of_a_tier_that_draws_and_has_its_key_is_asked_for_pictures() -> None:
    assert image_model("BASIC").model_id == "gemini-3.1-flash-lite-image"


@pytest.mark.settings(OPENAI_API_KEY="key")
@pytest.mark.parametrize(
    ("tier", "model_id"), [("BASIC", "simulated-image"), ("PRO", "gpt-image-2")]
)
def test_a_model_that_draws_is_of_a_tier_like_any_other(tier: str, model_id: str) -> None:
    assert image_model(tier).model_id == model_id


@pytest.mark.settings(GEMINI_API_KEY="key", IMAGE_MODEL="gpt-image-2")
def test_image_model_comes_before_all() -> None:
    assert image_model("BASIC").model_id == "gpt-image-2"


@pytest.mark.settings(IMAGE_MODEL="simulated")
def test_a_model_for_pictures_must_be_one_that_draws() -> None:
    with pytest.raises(InvalidCatalogue, match=r"^IMAGE_MODEL=simulated: .* not for pictures"):
        image_model("BASIC")


@pytest.mark.settings(XAI_API_KEY="key", OPENAI_API_KEY="key")
def test_without_gemini_the_first_model_with_a_key_is_the_default() -> None:
    assert configured_model().model_id == "gpt-6-luna"


@pytest.mark.settings(GEMINI_API_KEY="key", DEFAULT_MODEL="simulated")
def test_default_model_comes_before_all() -> None:
    assert configured_model() is SIMULATED


@pytest.mark.settings(
    DEFAULT_MODEL="claude-opus-5-5", ANTHROPIC_API_KEY="key", OPENAI_API_KEY="key"
)
@pytest.mark.parametrize(
    ("tier", "model_id"),
    [
        ("BASIC", "gpt-6-luna"),
        ("PRO", "gpt-6-luna"),
        ("ENTERPRISE", "claude-opus-5-5"),
    ],
)
def test_a_default_above_a_tier_gives_its_people_the_first_model_that_is_theirs_and_has_its_key(
    tier: str, model_id: str
) -> None:
    assert default_model(tier).model_id == model_id


@pytest.mark.settings(DEFAULT_MODEL="claude-opus-5-5", ANTHROPIC_API_KEY="key")
def test_a_tier_without_any_model_that_has_its_key_gets_the_simulated_one() -> None:
    assert default_model("BASIC") is SIMULATED


@pytest.mark.settings(DEFAULT_MODEL="no-such-model")
def test_a_default_that_is_not_in_the_catalogue_is_told_in_one_line() -> None:
    with pytest.raises(InvalidCatalogue, match=r"^DEFAULT_MODEL=no-such-model: .*$"):
        configured_model()


@pytest.mark.settings(DEFAULT_MODEL="text-embedding-3-small", OPENAI_API_KEY="key")
def test_a_default_that_nobody_can_talk_with_is_told_in_one_line() -> None:
    with pytest.raises(InvalidCatalogue, match=r"^DEFAULT_MODEL=text-embedding-3-small: nobody"):
        configured_model()


@pytest.mark.settings(GEMINI_API_KEY="key")
def test_a_model_that_embeds_is_no_default(operators_file: Path) -> None:
    embedding = ENTRY.replace('"mine"', '"vectors"').replace(
        "max_output_tokens = 100", 'task = "embed"\ndimensions = 64'
    )
    operators_file.write_text(embedding + ENTRY)

    assert configured_model().model_id == "mine"
    assert [model.model_id for model in models_for("PRO")] == ["mine", "simulated"]
    assert find("vectors", Task.EMBED).dimensions == 64


@pytest.mark.parametrize(
    ("lines", "inputs"),
    [
        ("", ("text", "image", "document", "audio")),
        ('lacks = ["audio", "seed"]', ("text", "image", "document")),
        ('inputs = ["text", "audio"]', ("text", "audio")),
        ('provider = "xai"', ("text", "image")),
        ('provider = "anthropic"', ("text", "image", "document")),
    ],
)
def test_a_model_is_told_what_its_providers_wire_takes_unless_its_entry_says_less(
    operators_file: Path, lines: str, inputs: tuple[str, ...]
) -> None:
    gemini = "" if "provider" in lines else 'provider = "gemini"\n'
    operators_file.write_text(ENTRY.replace('provider = "gemini"\n', gemini) + lines)

    assert find("mine").inputs == inputs


@pytest.mark.parametrize(
    ("task", "lines", "outputs"),
    [
        (Task.CHAT, "", ("text",)),
        (Task.IMAGE, PICTURE, ("image",)),
        (Task.IMAGE, PICTURE + 'outputs = ["text", "image"]', ("text", "image")),
        (Task.TRANSCRIBE, "", ("text",)),
        (Task.SPEECH, 'voice = "Kore"\nspeech_tokens_per_second = 25', ("audio",)),
    ],
)
def test_a_model_makes_what_its_task_is_for(
    operators_file: Path, task: Task, lines: str, outputs: tuple[str, ...]
) -> None:
    operators_file.write_text(f'{ENTRY}task = "{task}"\n{lines}')

    assert find("mine", task).outputs == outputs


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no-such-model"):
        find("no-such-model")


def test_an_operators_file_is_used_instead(operators_file: Path) -> None:
    assert [model.model_id for model in catalogue().models] == ["mine", "simulated"]
    assert find("mine").prices.cached_input_micro_usd == 75_000


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("output_usd = 2.50", "output_usd = -1", "mine: output_usd: .*greater than or equal to 0"),
        ("output_usd = 2.50", "", "mine: output_usd: Field required"),
        ('tier = "PRO"', 'tier = "GOLD"', "mine: tier: .*'ENTERPRISE'"),
        ('provider = "gemini"', 'provider = "me"', "mine: provider: "),
        ("output_usd = 2.50", "output_usd = 2.50\ncolour = 1", "mine: colour: Extra inputs"),
        ("[[models]]", "[[models", "models.toml: "),
        ("[[models]]", "[[model]]", r"there is no \[\[models\]\] table"),
        ('model_id = "mine"', 'model_id = "simulated"', "simulated: model_id: two entries have it"),
        ('model_id = "mine"', "", "an entry without model_id: model_id: Field required"),
        ('source = "my contract"', 'source = ""', "mine: source: "),
        ("as_of = 2026-11-01", 'as_of = "lately"', "mine: as_of: "),
        ("output_usd = 2.50", "output_usd = inf", "mine: output_usd: .*finite"),
        ("max_output_tokens = 100", "", "mine: max_output_tokens: must be greater than 0 for chat"),
        ("max_output_tokens = 100", "dimensions = 9", "mine: max_output_tokens: must be greater"),
        ('tier = "PRO"', 'tier = "PRO"\ntask = "embed"', "mine: max_output_tokens: .*left out for"),
        (
            "max_output_tokens = 100",
            'task = "embed"',
            "line 2: mine: dimensions: must be given for embed",
        ),
        ('tier = "PRO"', 'tier = "PRO"\ntask = "sing"', "mine: task: .*'chat', 'embed'"),
        ('tier = "PRO"', 'tier = "PRO"\ninputs = ["film"]', "mine: inputs.*'image'"),
        (
            '"gemini"',
            '"xai"\ninputs = ["audio"]',
            "line 5: mine: inputs: audio: xai takes text, im",
        ),
        ('tier = "PRO"', 'tier = "PRO"\noutputs = ["image"]', "mine: outputs: must have text"),
        (
            'tier = "PRO"',
            'tier = "PRO"\noutputs = ["text", "image"]',
            "mine: outputs: .* unless task",
        ),
        (
            'tier = "PRO"',
            'tier = "PRO"\ntask = "image"\noutputs = ["text"]',
            "mine: outputs: must have image",
        ),
        ('tier = "PRO"', 'tier = "PRO"\ntask = "image"', "mine: picture_size: must be given"),
        ('tier = "PRO"', 'tier = "PRO"\npicture_tokens = 9', "mine: picture_tokens: .*left out"),
        ('tier = "PRO"', 'tier = "PRO"\npicture_size = "large"', "mine: picture_size: String"),
        ("output_usd = 2.50", "output_usd = 1\naudio_input_usd = -1", "mine: audio_input_usd: "),
        ('tier = "PRO"', 'tier = "PRO"\nlacks = ["sead"]', "mine: lacks.*'seed'"),
        ("output_usd = 2.50", "output_usd = 1e20", "mine: output_usd: .*less than or equal to"),
        ('"mine"', f'"{"m" * 101}"', "model_id: .*at most 100 characters"),
        ('"mine"', r'"mi\nne"', "mi ne: model_id: must hold no control character"),
        ('"mine"', '"mine "', "mine: model_id: .*no blank at either end"),
        (ENTRY, "models = 5", r"there is no \[\[models\]\] table"),
        (ENTRY, 'models = ["mine"]', "'mine': an entry is a"),
    ],
)
def test_a_bad_entry_is_told_in_one_line(
    operators_file: Path, good: str, bad: str, complaint: str
) -> None:
    operators_file.write_text(ENTRY.replace(good, bad))

    with pytest.raises(InvalidCatalogue, match=complaint) as refusal:
        catalogue()

    assert str(operators_file) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_operator_may_offer_other_simulated_models(operators_file: Path) -> None:
    operators_file.write_text(ENTRY.replace('provider = "gemini"', 'provider = "simulated"'))

    assert is_available(find("mine"))
    assert not is_allowed(find("mine"), "BASIC")


def test_a_byte_order_mark_before_everything_is_overlooked(operators_file: Path) -> None:
    operators_file.write_text(ENTRY, "utf-8-sig")

    assert find("mine").name == "Mine"


@pytest.mark.settings(CATALOGUE_FILE="/no/such/file.toml")
def test_a_missing_file_is_told(settings: Settings) -> None:
    with pytest.raises(InvalidCatalogue, match=r"/no/such/file\.toml"):
        catalogue()


def test_cost_pays_cached_tokens_less_and_thinking_like_output(operators_file: Path) -> None:
    usage = Usage(
        prompt_tokens=1000,
        cached_tokens=400,
        output_tokens=100,
        thinking_tokens=60,
        total_tokens=1160,
    )
    # 600 x 0.30 + 400 x 0.075 + 160 x 2.50 = 610 micro-USD
    assert cost_micro_usd(find("mine"), usage) == 610


@pytest.mark.parametrize(
    ("lines", "micro_usd"),
    [
        # 600 x 0.30 + 400 x 0.075 + 160 x 2.50 = 610
        ("", 610),
        # 500 of the 600 x 0.70 more
        ("audio_input_usd = 1.00", 960),
        # 100 of the 160 x 27.50 more
        ("picture_output_usd = 30", 3_360),
        ("audio_input_usd = 1.00\npicture_output_usd = 30", 3_710),
        ("audio_input_usd = 0", 460),
    ],
)
def test_what_is_heard_and_drawn_has_a_price_of_its_own_where_the_entry_says_one(
    operators_file: Path, lines: str, micro_usd: int
) -> None:
    operators_file.write_text(ENTRY + lines)
    usage = Usage(1000, 400, 100, 60, 1160, audio_tokens=500, picture_tokens=100)

    assert cost_micro_usd(find("mine"), usage) == micro_usd


def test_no_more_is_paid_as_heard_or_drawn_than_was_sent_and_made(operators_file: Path) -> None:
    operators_file.write_text(ENTRY + "audio_input_usd = 1\npicture_output_usd = 30")
    usage = Usage(100, 80, 10, 0, 110, audio_tokens=100, picture_tokens=50)

    assert cost_micro_usd(find("mine"), usage) == round(20 + 80 * 0.075 + 10 * 30)


@pytest.mark.parametrize(("prompt_tokens", "micro_usd"), [(1, 0), (2, 1), (5, 2), (0, 0)])
def test_cost_is_rounded_half_up(operators_file: Path, prompt_tokens: int, micro_usd: int) -> None:
    assert cost_micro_usd(find("mine"), Usage(prompt_tokens, 0, 0)) == micro_usd


@pytest.mark.parametrize("usage", [Usage(), Usage(prompt_tokens=3), Usage(output_tokens=3)])
def test_cost_is_unknown_where_the_provider_did_not_report(usage: Usage) -> None:
    assert cost_micro_usd(find("gpt-6-luna"), usage) is None


def test_the_simulated_model_costs_nothing() -> None:
    assert cost_micro_usd(SIMULATED, Usage(1_000_000, 0, 1_000_000)) == 0


PROVIDER = """
[[providers]]
name = "home"
address = "http://localhost:11434/v1"
key_variable = "HOME_KEY"
"""
HOME_MODEL = """
[[models]]
model_id = "llama"
provider = "home"
name = "Llama"
tier = "BASIC"
context_window_tokens = 8192
max_output_tokens = 1024
"""


def test_an_operators_provider_is_a_row_like_any_other(operators_file: Path) -> None:
    operators_file.write_text(PROVIDER + HOME_MODEL + ENTRY)

    row = provider_of(find("llama"))

    assert (row.name, row.current_address()) == ("home", "http://localhost:11434/v1")
    assert (row.key_variable, row.vocabulary) == ("HOME_KEY", "tekken")
    assert provider_of(find("mine")).name == "gemini"
    assert [model.model_id for model in models_for("BASIC")] == ["llama", "simulated"]


def test_its_models_are_free_of_charge_unless_the_entry_says_a_price(operators_file: Path) -> None:
    priced = HOME_MODEL.replace("llama", "other") + "input_usd = 1\ncached_input_usd = 1\n"
    priced += 'output_usd = 2\nsource = "my bill"\nas_of = 2026-11-29\n'
    operators_file.write_text(PROVIDER + HOME_MODEL + priced)
    usage = Usage(prompt_tokens=1000, cached_tokens=0, output_tokens=1000, thinking_tokens=0)

    assert cost_micro_usd(find("llama"), usage) == 0
    assert cost_micro_usd(find("other"), usage) == 3000


FILE = PROVIDER + HOME_MODEL + ENTRY
ADDRESS = 'address = "http://localhost:11434/v1"'


@pytest.mark.parametrize(
    ("good", "bad", "line", "complaint"),
    [
        ('name = "home"', 'name = "At Home"', 3, "At Home: name: "),
        ('name = "home"', "", 2, "an entry without name: name: Field required"),
        ('name = "home"', 'name = "gemini"', 3, "gemini: name: two entries have it"),
        (ADDRESS, "", 2, "home: address: Field required"),
        (ADDRESS, 'address = "localhost:11434"', 4, "home: address: must be an address such as"),
        (ADDRESS, 'address = "http://host:80a/v1"', 4, "home: address: must be an address"),
        (ADDRESS, 'address = "http://host:99999/v1"', 4, "home: address: must be an address"),
        (ADDRESS, 'address = "http://ho st/v1"', 4, "home: address: must be an address"),
        (ADDRESS, 'address = "http://host/v1\\n"', 4, "home: address: must be an address"),
        (ADDRESS, 'address = "http://me:sesame@host/v1"', 4, "home: address: must hold no key"),
        (ADDRESS, 'address = "http://host/v1?key=sesame"', 4, "home: address: must hold no key"),
        ('"HOME_KEY"', '"sk-sesame"', 5, "home: key_variable: .*does not belong in this file"),
        ('"HOME_KEY"', '"JWT_SECRET"', 5, "home: key_variable: names a setting of this server"),
        ('"HOME_KEY"', '"HOME_KEY"\nkey = "sesame"', 6, "home: key: Extra inputs"),
        ('"HOME_KEY"', '"HOME_KEY"\nlongest_reply = "n"', 6, "home: longest_reply: .*max_tokens"),
        ('"HOME_KEY"', '"HOME_KEY"\ntakes = ["film"]', 6, "home: takes.*: .*'image'"),
        ('"HOME_KEY"', '"HOME_KEY"\nvocabulary = "x"', 6, "home: vocabulary: .*'tekken'"),
        ('provider = "home"', 'provider = "hole"', 9, "llama: provider: .*none but gemini.*home"),
        ('tier = "PRO"', 'tier = "GOLD"', 19, "mine: tier: .*'ENTERPRISE'"),
        ("output_usd = 2.50", "", 15, "mine: output_usd: Field required"),
        ('model_id = "mine"', 'model_id = "llama"', 16, "llama: model_id: two entries have it"),
        ("max_output_tokens = 1024", "input_usd = 1", 7, "llama: max_output_tokens: "),
        ("[[providers]]", "[[provider]]", None, "provider: the tables here are"),
        ("[[providers]]", "[providers]", None, "providers: each entry is a"),
        ('name = "home"', 'name = "home', 3, r"Illegal character|line 3"),
    ],
)
def test_a_bad_provider_or_model_is_told_with_its_line(
    operators_file: Path, good: str, bad: str, line: int | None, complaint: str
) -> None:
    operators_file.write_text(FILE.replace(good, bad, 1))

    with pytest.raises(InvalidCatalogue, match=complaint) as refusal:
        catalogue()

    words = str(refusal.value)
    assert line is None or f"line {line}" in words
    assert "\n" not in words
    assert "sesame" not in words
