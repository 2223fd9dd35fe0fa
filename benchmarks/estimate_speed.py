"""Measures what the running estimate of a reply of 100 deltas costs, and what loading it costs.

Run `python -m benchmarks.estimate_speed`; it asks nobody. CPU of one process, the best of 40
replies whose words are shuffled, so that nothing is known from before.
"""

import random
import time
from pathlib import Path

from benchmarks.token_estimates import PROVEN
from benchmarks.token_texts import other, prose
from chat_app.llm.estimate import RunningEstimate, count_by_vocabulary
from chat_app.llm.provider_table import Vocabulary

_DELTAS = 100
_WIDTHS = (5, 40)
"""Characters of a delta."""
_TEXTS = (
    "English, news",
    "Russian, news",
    "Chinese, simplified, news",
    "Python",
    "Amharic, question",
)


def reply_ms(text: str, width: int, vocabulary: Vocabulary) -> float:
    """Return the CPU of trying and adding each delta of a reply, in milliseconds."""
    best = float("inf")
    for seed in range(40):
        words = [text[at : at + 7] for at in range(0, len(text), 7)]
        random.Random(seed).shuffle(words)
        shuffled = "".join(words) * (_DELTAS * width // len(text) + 1)
        deltas = [shuffled[at * width : (at + 1) * width] for at in range(_DELTAS)]
        meter = RunningEstimate(vocabulary)
        started = time.process_time()
        for delta in deltas:
            meter.tokens_with(delta)
            meter.add(delta)
        best = min(best, time.process_time() - started)
    return best * 1000


def main() -> None:
    """Print the figures."""
    before, started = _resident_mb(), time.perf_counter()
    for vocabulary in PROVEN.values():
        count_by_vocabulary("a", vocabulary)
    print(f"loaded in {time.perf_counter() - started:.2f} s, {_resident_mb() - before} MB")
    texts = prose() | other()
    for name in _TEXTS:
        for provider, vocabulary in PROVEN.items():
            costs = (f"{reply_ms(texts[name], each, vocabulary):.2f} ms" for each in _WIDTHS)
            print(f"{name} for {provider}: {' and '.join(costs)} in deltas of 5 and 40 characters")


def _resident_mb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main()
