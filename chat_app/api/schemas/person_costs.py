"""Bodies about what a chat did cost each person."""

from uuid import UUID

from chat_app.api.schemas.costs import ChatCostOut
from chat_app.api.schemas.shape import USER_ID, Shape, example

_PERSON_COST = {
    "user_id": USER_ID,
    "name": "Ada",
    "exchanges": 1,
    "tokens": 208,
    "cost_micro_usd": 455,
    "estimated_cost_micro_usd": 0,
}


class PersonCostOut(Shape):
    """What somebody asked in a chat, and paid for."""

    model_config = example(**_PERSON_COST)

    user_id: UUID
    """Who."""
    name: str
    """What they are called."""
    exchanges: int
    """Those of theirs that have ended."""
    tokens: int
    """What they were charged for them, in tokens."""
    cost_micro_usd: int
    """What the providers ask for them, in millionths of a US dollar."""
    estimated_cost_micro_usd: int
    """How much of it is estimated, where providers told too little."""


class PeopleCostOut(Shape):
    """What a chat did cost each person."""

    model_config = example(
        people=[_PERSON_COST],
        total={name: _PERSON_COST[name] for name in list(_PERSON_COST)[2:]},
    )

    people: list[PersonCostOut]
    """Who spent most first; whoever has left the chat is among them."""
    total: ChatCostOut
    """All of them together."""
