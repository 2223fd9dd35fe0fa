"""The fields of every body are those of the contract, docs/contract/api.md, copied here by hand."""

from typing import Any

import pytest

from tests.api.conftest import DOCUMENT

SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]

USER = "user_id email name role tier user_type org_id email_verified"
CHAT = (
    "chat_id title model pinned created_at updated_at message_count tokens_consumed"
    " project_id task_id archived is_temporary deleted_at is_shared unread role owner"
)
USAGE_ROW = "key label exchanges tokens billed_tokens cost_micro_usd errors"
PERSON = (
    f"{USER} token_limit total_tokens_used reserved_tokens is_active created_at last_seen_at"
    " has_second_factor closed_at erased_at"
)
KEY = "key_id name prefix token_limit expires_at models created_at"

ANSWERS = {
    ("post", "/api/auth/register"): "user access_token token_type expires_in",
    ("post", "/api/auth/login"): "user access_token token_type expires_in",
    ("get", "/api/auth/me"): f"{USER} language",
    ("get", "/api/chats"): "chats next_cursor",
    ("post", "/api/chats"): CHAT,
    ("get", "/api/chat/{chat_id}"): CHAT,
    ("patch", "/api/chat/{chat_id}"): CHAT,
    ("delete", "/api/chat/{chat_id}"): "status chat_id message",
    ("post", "/api/chat/{chat_id}/restore"): CHAT,
    ("get", "/api/chat/{chat_id}/messages"): "messages",
    ("get", "/api/chat/{chat_id}/members"): "members",
    ("post", "/api/chat/{chat_id}/members"): "status email role",
    ("patch", "/api/chat/{chat_id}/members/{user_id}"): "user_id name email role joined_at",
    ("post", "/api/chat"): "chat_id message_id reply tokens_used created_at",
    ("post", "/api/chat/start"): "sessionId chatId",
    ("get", "/api/chat/history"): "chatId messages",
    ("post", "/api/chat/{chat_id}/stop"): "stopped",
    ("get", "/api/user/token-usage"): "total_tokens_used token_limit remaining_tokens"
    " reserved_tokens estimated_days_until_limit last_reset_at resets_at by_day by_model",
    ("get", "/api/chat/token-stats"): "system_prompt_cache_entries text_token_cache_entries"
    " total_cache_entries hits misses hit_rate api_calls api_calls_saved estimates",
    ("get", "/api/models"): "models",
    ("get", "/api/admin/usage"): "rows total next_cursor",
    ("get", "/api/admin/users"): "users next_cursor",
    ("patch", "/api/admin/users/{user_id}"): PERSON,
    ("post", "/api/admin/users/{user_id}/reset-usage"): PERSON,
    ("get", "/api/admin/ledger"): "entries next_cursor",
    ("get", "/api/admin/audit"): "events next_cursor",
    ("post", "/api/keys"): f"{KEY} key",
    ("get", "/api/keys"): "keys next_cursor",
    ("get", "/api/admin/keys"): "keys next_cursor",
}
PARTS = {
    "UserOut": USER,
    "ChatOut": CHAT,
    "MessageOut": "message_id parent_id sibling_ids role content parts attachments status model"
    " tokens_consumed breakdown finish_reason reaction reactions thinking thinking_ms author"
    " paid_by created_at",
    "HistoryMessageOut": "id role content modelId tokensUsed createdAt attachments",
    "DayTokensOut": "date tokens",
    "ModelTokensOut": "model tokens",
    "ModelOut": "model_id provider name context_window_tokens max_output_tokens tier prices"
    " available allowed task inputs outputs",
    "PersonOut": PERSON,
    "LedgerEntryOut": "entry_id user_id key_id turn_id purpose kind amount_tokens balance_tokens"
    " created_at",
    "AccountOut": f"{USER} language",
    "KeyOut": f"{KEY} tokens_used last_used_at",
    "AttachmentOut": "file_id name kind media_type size_bytes sha256 width height pages duration_s"
    " tokens as_text",
    "BilledOut": "prompt_tokens cached_tokens output_tokens thinking_tokens total_tokens",
}
AT_LEAST = {
    "UsageRowOut": USAGE_ROW,
    "BreakdownOut": "user_tokens attachment_tokens ai_tokens system_tokens overhead_tokens"
    " total_tokens method cache_hit cached cost_micro_usd billed",
    "QuoteOut": "user_tokens attachment_tokens attachments system_tokens overhead_tokens"
    " history_tokens max_ai_tokens max_total_tokens remaining_after_tokens method",
    "AuditEventOut": "event_id actor_id action target before after created_at",
    "PersonMadeOut": PERSON,
    "OrgOut": "org_id name",
    "SomebodysKeyOut": f"{KEY} tokens_used last_used_at",
}
"""Shapes to which other sections of the contract, or we, have something to add."""
BODIES = {
    ("post", "/api/auth/register"): "email password name language",
    ("post", "/api/auth/login"): "email password language code",
    ("patch", "/api/auth/me"): "name language",
    ("post", "/api/auth/password"): "current new",
    ("post", "/api/chats"): "title model project_id task_id is_temporary",
    (
        "patch",
        "/api/chat/{chat_id}",
    ): "title pinned archived model system_prompt parameters project_id task_id",
    ("put", "/api/chat/{chat_id}/branch"): "message_id",
    ("post", "/api/chat/{chat_id}/members"): "email role",
    ("patch", "/api/chat/{chat_id}/members/{user_id}"): "role",
    ("post", "/api/chat/{chat_id}/message"): "message model attachments",
    ("post", "/api/chat/stream"): "message chat_id model attachments",
    ("post", "/api/chat"): "message chat_id model attachments",
    ("post", "/api/chat/start"): "modelId prompt attachments chatId projectId taskId",
    ("post", "/api/chat/{chat_id}/quote"): "message model attachments",
    ("patch", "/api/chat/{chat_id}/message/{message_id}"): "message model attachments",
    ("put", "/api/chat/{chat_id}/message/{message_id}/reaction"): "reaction complaints words",
    ("post", "/api/admin/users"): "email name tier org_id password",
    ("patch", "/api/admin/users/{user_id}"): "token_limit tier role is_active org_id user_type"
    " email_verified",
    ("post", "/api/admin/orgs"): "name",
    ("patch", "/api/admin/orgs/{org_id}"): "name",
    ("post", "/api/keys"): "name token_limit expires_at models",
    ("patch", "/api/keys/{key_id}"): "name token_limit expires_at models",
}
QUERIES = {
    "/api/chats": "limit cursor q project_id task_id archived deleted shared",
    "/api/chat/{chat_id}/messages": "limit before branch",
    "/api/admin/usage": "from to model user group_by limit cursor",
    "/api/admin/users": "q limit cursor",
    "/api/admin/ledger": "user_id limit cursor",
    "/api/admin/audit": "limit cursor",
    "/api/admin/orgs": "limit cursor",
    "/api/keys": "limit cursor",
    "/api/admin/keys": "user_id limit cursor",
}


def schema_of(content: dict[str, Any]) -> dict[str, Any]:
    return SCHEMAS[content["application/json"]["schema"]["$ref"].rpartition("/")[2]]


@pytest.mark.parametrize(("call", "fields"), ANSWERS.items(), ids=map(" ".join, ANSWERS))
def test_an_answer_has_the_fields_of_the_contract(call: tuple[str, str], fields: str) -> None:
    method, path = call
    responses = DOCUMENT["paths"][path][method]["responses"]
    (good,) = [answer for status, answer in responses.items() if status.startswith("2")]
    assert schema_of(good["content"])["properties"].keys() == set(fields.split())


@pytest.mark.parametrize(("name", "fields"), PARTS.items(), ids=PARTS)
def test_a_part_of_an_answer_has_the_fields_of_the_contract(name: str, fields: str) -> None:
    assert SCHEMAS[name]["properties"].keys() == set(fields.split())


@pytest.mark.parametrize(("name", "fields"), AT_LEAST.items(), ids=AT_LEAST)
def test_a_shape_that_says_more_lacks_nothing_of_the_contract(name: str, fields: str) -> None:
    assert SCHEMAS[name]["properties"].keys() >= set(fields.split())


@pytest.mark.parametrize(("call", "fields"), BODIES.items(), ids=map(" ".join, BODIES))
def test_a_body_takes_the_fields_of_the_contract(call: tuple[str, str], fields: str) -> None:
    method, path = call
    body = DOCUMENT["paths"][path][method]["requestBody"]["content"]
    assert schema_of(body)["properties"].keys() == set(fields.split())


@pytest.mark.parametrize(("path", "names"), QUERIES.items(), ids=QUERIES)
def test_a_list_is_narrowed_by_the_parameters_of_the_contract(path: str, names: str) -> None:
    parameters = DOCUMENT["paths"][path]["get"]["parameters"]
    query = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    assert query.keys() == set(names.split())
    assert (query["limit"]["minimum"], query["limit"]["maximum"]) == (1, 200)
    assert query["limit"]["default"] == 50
