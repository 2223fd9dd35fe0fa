"""Lets time pass, without waiting for it."""

import asyncio


def pass_time(seconds: float) -> None:
    """Put the clock of the running loop ahead: whoever waits for a moment until then has waited.

    What came before is a matter of events, so that a slow machine changes nothing.
    """
    loop = asyncio.get_running_loop()
    time = loop.time
    loop.time = lambda: time() + seconds
