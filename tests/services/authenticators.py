"""An authenticator app and devices of a person, as the tests hold them in their hands."""

import asyncio
from dataclasses import dataclass, field

from pyotp.totp import TOTP

from chat_app.models import User, Via, now
from chat_app.services.accounts import Caller
from chat_app.services.security import authenticators, passkeys
from tests.devices import Device


@dataclass
class App:
    """An app, set up with the secret of one account."""

    secret: str
    recovery_codes: list[str] = field(default_factory=list[str])

    def code(self, steps: int = 0) -> str:
        """Return what it shows now, or showed some steps of 30 seconds before or after."""
        totp = TOTP(self.secret)
        return totp.generate_otp(totp.timecode(now()) + steps)


_STEP_S = 30
_TIME_LEFT_S = 8
"""More than a test takes from one code to the next."""


async def early_in_a_step() -> None:
    """Wait for the next code of all apps where the present one is about to end."""
    left = _STEP_S - now().timestamp() % _STEP_S
    if left < _TIME_LEFT_S:
        await asyncio.sleep(left)


async def set_up(user: User, password: str, caller: Caller | None = None) -> App:
    """Set an app up for an account; the code one step early is used up by that."""
    caller = caller or Caller.of(user, Via.API)
    app = App((await authenticators.start(caller, password=password)).secret)
    await early_in_a_step()
    app.recovery_codes = await authenticators.confirm(caller, app.code(-1))
    return app


async def keep_passkey(
    user: User, password: str, device: Device, name: str = "Phone", site: str | None = None
) -> None:
    """Have a device make a passkey for somebody, at a site: where the device is, unless told."""
    caller, site = Caller.of(user, Via.API), site or device.origin
    asked = await passkeys.ask_to_add(caller, site, password=password)
    made = device.make(asked.options)
    await passkeys.add(caller, site, ticket=asked.ticket, credential=made, name=name)
