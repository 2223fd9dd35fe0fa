"""What the groups of the provider make of a person here."""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict, cast

from chat_app.config.sign_on import GroupRule
from chat_app.llm.types import Tier
from chat_app.models import UserRole

_TIERS = list(Tier)
"""From the least on."""


class Granted(TypedDict, total=False):
    """What the provider decides; what no rule speaks of is left out, and stays as it is."""

    role: UserRole
    tier: Tier
    org: str | None
    """Name of the organisation; `None` for none."""


def granted(groups: Collection[str], rules: Mapping[str, GroupRule]) -> Granted:
    """Return what somebody in these groups is.

    The most of what the groups give counts; of organisations, the first in the order of the rules.
    Whoever is in none of the groups that decide something gets the least of it.
    """
    mine = [rule for group, rule in rules.items() if group in groups]
    all_rules = rules.values()
    decided = Granted()
    if any(rule.role for rule in all_rules):
        is_admin = any(rule.role == UserRole.ADMIN for rule in mine)
        decided["role"] = UserRole.ADMIN if is_admin else UserRole.USER
    if any(rule.tier for rule in all_rules):
        tiers = [Tier(rule.tier) for rule in mine if rule.tier]
        decided["tier"] = max(tiers, key=_TIERS.index, default=_TIERS[0])
    if any(rule.org for rule in all_rules):
        decided["org"] = next((rule.org for rule in mine if rule.org), None)
    return decided


def groups_in(claims: Mapping[str, Any], path: str) -> frozenset[str] | None:
    """Return the groups that claims tell of; `None` where they say nothing of groups.

    Args:
        claims: What the provider says of a person.
        path: Name of the claim, or of claims inside claims with dots between them.
    """
    found: Any = claims
    for name in [path] if path in claims else path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = cast("Mapping[str, Any]", found)[name]
    listed = cast("list[Any]", found) if isinstance(found, list) else [found]
    return frozenset(str(each) for each in listed if isinstance(each, str))
