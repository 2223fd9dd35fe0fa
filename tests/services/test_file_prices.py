"""What files are quoted at and what they cost: never more than the quote, nor far below it."""

import pytest

from chat_app.llm.types import Audio, Document
from chat_app.models import MessageStatus
from chat_app.services import chats, turns
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor
from tests.pictures import picture
from tests.services.exchanges import turn_of
from tests.services.sent_files import document, recording, save, send

MOST_ABOVE = 1.3


@pytest.mark.parametrize("counts", [True, False], ids=["counted", "uncounted"])
@pytest.mark.parametrize("vendor", VENDORS, indirect=True, ids=lambda vendor: vendor.name)
async def test_files_cost_what_their_vendor_bills_and_no_more_than_their_quote(
    vendor: Vendor, fake: Fake, new_user: NewUser, counts: bool
) -> None:
    fake.script(Reply(bills=True, count_is_unreadable=not counts))
    user = await new_user(tier="ENTERPRISE", token_limit=1_000_000)
    chat = await chats.create(by(user), model=vendor.model_id)
    sent = [await save(user, picture(size=size)) for size in ((60, 40), (1600, 1200), (2900, 700))]
    if Document in vendor.takes:
        sent.append(await save(user, document("Ebb", "Flow", "Slack"), "tides.pdf"))
    if Audio in vendor.takes:
        sent.append(await save(user, recording(12.5), "buzz.wav"))
    ids = [file.file_id for file in sent]
    quote = await turns.quote(by(user), chat.chat_id, "", attachments=ids)

    started, end = await send(user, chat, *sent, text="")
    turn = await turn_of(started.message_id)

    assert end.status is MessageStatus.COMPLETE
    assert turn.attachment_tokens is not None
    assert turn.billed_prompt_tokens is not None
    assert turn.attachment_tokens <= quote.most.files.tokens
    assert quote.most.files.tokens <= MOST_ABOVE * turn.attachment_tokens
    assert end.tokens_used <= quote.max_total_tokens == turn.reserved_tokens
    assert turn.waived_tokens == 0
    # The rest of what is billed is the system prompt and what stands around messages.
    assert 0 <= turn.billed_prompt_tokens - turn.attachment_tokens < 60
