"""Bodies of the check of vendors."""

from chat_app.api.schemas.shape import Shape, example
from chat_app.services.admin.vendor_check import VendorCheck

_MODEL = {"model_id": "mistral-small", "trouble": "The model's provider does not know this model"}
_VENDOR = {
    "provider": "mistral",
    "ok": False,
    "reachable": True,
    "asked_model_id": "mistral-small",
    "models": [_MODEL],
    "counted_tokens": 15,
    "billed_prompt_tokens": 16,
    "billed_total_tokens": 18,
    "cost_micro_usd": 3,
    "first_text_ms": 412,
    "trouble": "The reply came without a bill",
}


class CheckedModelOut(Shape):
    """A model of the catalogue, as its vendor knows it."""

    model_config = example(**_MODEL)

    model_id: str
    """Its id in the catalogue."""
    trouble: str | None
    """Why the vendor does not know it, in words; null where it does."""


class CheckedVendorOut(Shape):
    """What came of one tiny exchange with a vendor."""

    model_config = example(**_VENDOR)

    provider: str
    """The vendor: one that is built in, or one of the catalogue file."""
    ok: bool
    """Whether it answered with text and bill, and knows every model."""
    reachable: bool
    """Whether it answered at all, be it with a refusal."""
    asked_model_id: str
    """The cheapest of its models, which was asked."""
    models: list[CheckedModelOut]
    """Each of its models in the catalogue."""
    counted_tokens: int | None
    """The question by the vendor's count call."""
    billed_prompt_tokens: int | None
    """The question by its bill, with what it puts around a message."""
    billed_total_tokens: int | None
    """All that it billed."""
    cost_micro_usd: int | None
    """What that costs at the catalogue's prices, in millionths of a US dollar."""
    first_text_ms: int | None
    """Until the first text came, in milliseconds."""
    trouble: str | None
    """Why the exchange failed, in words; null where it did not."""


class CheckedVendorsOut(Shape):
    """What came of asking each vendor whose key is set."""

    model_config = example(vendors=[_VENDOR])

    vendors: list[CheckedVendorOut]
    """A vendor each; none where no key is set."""


def checked_vendor(check: VendorCheck) -> CheckedVendorOut:
    """Return a check as the API sends it."""
    return CheckedVendorOut.model_validate(
        {
            "provider": check.provider,
            "ok": check.ok,
            "reachable": check.reachable,
            "asked_model_id": check.model_id,
            "models": [
                {"model_id": model_id, "trouble": trouble or None}
                for model_id, trouble in check.models.items()
            ],
            "counted_tokens": check.counted_tokens,
            "billed_prompt_tokens": check.billed_prompt_tokens,
            "billed_total_tokens": check.billed_total_tokens,
            "cost_micro_usd": check.cost_micro_usd,
            "first_text_ms": check.first_text_ms,
            "trouble": check.trouble or None,
        }
    )
