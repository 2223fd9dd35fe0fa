"""One tiny exchange with each vendor whose key is set: what an operator runs on the first day."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm.catalogue import Model, catalogue, cost_micro_usd, provider_of
from chat_app.llm.providers import get_provider
from chat_app.llm.providers.refusals import ProviderModelUnknown
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import (
    Delta,
    Finish,
    FinishReason,
    Parameters,
    Prompt,
    Role,
    Text,
    text_message,
)

_LONGEST_S = 30
"""How long one vendor may take for everything that it is asked."""
_ANSWERS = (ContentBlocked, ProviderRateLimited, ProviderRejected)
"""Faults that only a vendor who was reached can tell."""
_QUESTION = "Answer with one word: is this line open?"
_LONGEST_REPLY_TOKENS = 512
"""Thinking is part of it."""


@dataclass(slots=True)
class VendorCheck:
    """What came of asking one vendor."""

    provider: str
    model_id: str
    """The cheapest of its models, which was asked."""
    reachable: bool = False
    """Whether it answered, be it with a refusal."""
    models: dict[str, str] = field(default_factory=dict[str, str])
    """Each model of the catalogue; empty text where the vendor knows it, else why not."""
    counted_tokens: int | None = None
    """The question by the count call."""
    billed_prompt_tokens: int | None = None
    """The question by the bill, with what the vendor puts around a message."""
    billed_total_tokens: int | None = None
    cost_micro_usd: int | None = None
    first_text_ms: int | None = None
    trouble: str = ""
    """Why the exchange failed, in words."""

    @property
    def ok(self) -> bool:
        """Whether the vendor answered, with text and bill, and knows every model."""
        return not self.trouble and not any(self.models.values())


async def check_vendors() -> list[VendorCheck]:
    """Ask each vendor whose key is set, all at once, and say what came of it.

    It takes 30 s at most, costs a few tokens of each vendor and is charged to nobody.
    """
    by_vendor: dict[str, list[Model]] = {}
    for model in catalogue().models:
        provider = provider_of(model)
        if provider.is_available and not provider.is_simulated:
            by_vendor.setdefault(model.provider, []).append(model)
    return await asyncio.gather(*(_check(models) for models in by_vendor.values()))


async def _check(models: list[Model]) -> VendorCheck:
    cheapest = min(models, key=lambda model: (model.output_usd, model.input_usd))
    check = VendorCheck(cheapest.provider, cheapest.model_id)
    check.models = {model.model_id: ProviderTimeout.message for model in models}
    try:
        async with asyncio.timeout(_LONGEST_S):
            await asyncio.gather(_talk(cheapest, check), _find(models, check))
    except TimeoutError:
        check.trouble = check.trouble or ProviderTimeout.message
    return check


async def _talk(model: Model, check: VendorCheck) -> None:
    question = text_message(Role.USER, _QUESTION)
    prompt = Prompt("", (question,), Parameters(_LONGEST_REPLY_TOKENS))
    started = time.monotonic()
    try:
        async for event in stream_reply(model, prompt):
            check.reachable = True
            if isinstance(event, Delta) and check.first_text_ms is None:
                check.first_text_ms = round((time.monotonic() - started) * 1000)
            if isinstance(event, Finish):
                check.trouble = _trouble(event, check)
                if event.usage:
                    check.billed_prompt_tokens = event.usage.prompt_tokens
                    check.billed_total_tokens = event.usage.total_tokens
                    check.cost_micro_usd = cost_micro_usd(model, event.usage)
    except ProviderError as fault:
        check.trouble = fault.message
        check.reachable = check.reachable or isinstance(fault, _ANSWERS)


def _trouble(finish: Finish, check: VendorCheck) -> str:
    if finish.reason in {FinishReason.ERROR, FinishReason.SAFETY}:
        return "The reply was broken off"
    if check.first_text_ms is None:
        return "The model ended without an answer"
    return "" if finish.usage else "The reply came without a bill"


async def _find(models: Iterable[Model], check: VendorCheck) -> None:
    """Look every model up among those that the vendor has; where it keeps no list, count a text."""

    async def find(model: Model) -> None:
        tokens = None
        try:
            provider = get_provider(provider_of(model))
            offered = await provider.models()
            if offered is None:
                tokens = await provider.count(model, [Text(_QUESTION)])
            elif model.wire_name not in offered:
                raise ProviderModelUnknown
            check.models[model.model_id] = ""
            check.reachable |= offered is not None or tokens is not None
        except ProviderError as fault:
            check.models[model.model_id] = fault.message
            check.reachable = check.reachable or isinstance(fault, _ANSWERS)
            return
        if model.model_id == check.model_id:
            check.counted_tokens = tokens

    await asyncio.gather(*(find(model) for model in models))


def as_lines(checks: Iterable[VendorCheck]) -> list[str]:
    """Write the checks as a table for a terminal, with a line in words for whatever failed."""
    lines = [_ROW.format("vendor", "asked", "reached", "models", "count/bill", "USD", "first text")]
    for check in checks:
        known = sum(not words for words in check.models.values())
        lines.append(
            _ROW.format(
                check.provider,
                check.model_id,
                "yes" if check.reachable else "no",
                f"{known} of {len(check.models)}",
                f"{_said(check.counted_tokens)}/{_said(check.billed_prompt_tokens)}",
                "-" if check.cost_micro_usd is None else f"{check.cost_micro_usd / 1e6:.6f}",
                "-" if check.first_text_ms is None else f"{check.first_text_ms} ms",
            )
        )
        lines += [f"  {check.model_id}: {check.trouble}"] if check.trouble else []
        lines += [f"  {model}: {why}" for model, why in check.models.items() if why]
    return lines


_ROW = "{:<10} {:<24} {:<8} {:<8} {:<11} {:<10} {}"


def _said(tokens: int | None) -> str:
    return "-" if tokens is None else str(tokens)
