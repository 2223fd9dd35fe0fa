"""What is told operators of an exchange that is settled: a line of the log, and metrics."""

import structlog

from chat_app import metrics
from chat_app.models import Turn
from chat_app.services.broker import End

log = structlog.get_logger()


def log_exchange(turn: Turn, end: End, **figures: float | None) -> None:
    """Write down what an exchange came to; none of its words."""
    log.info(
        "exchange.settled",
        turn_id=str(turn.turn_id),
        chat_id=turn.chat_id and str(turn.chat_id),
        user_id=str(turn.user_id),
        message_id=turn.message_id and str(turn.message_id),
        model=turn.model,
        status=turn.outcome,
        finish_reason=turn.finish_reason,
        error_code=turn.error_code,
        charged_tokens=turn.charged_tokens,
        breakdown=end.breakdown and end.breakdown.as_json(),
        method=turn.count_method,
        cache_hit=turn.cache_hit,
        reply_characters=len(end.text),
        **figures,
    )


def measure(turn: Turn) -> None:
    """Count it in what Prometheus reads."""
    metrics.TURNS.labels(turn.outcome, turn.model).inc()
    if turn.first_delta_ms is not None:
        metrics.FIRST_DELTA_SECONDS.labels(turn.model).observe(turn.first_delta_ms / 1000)
    if turn.count_method:
        metrics.TOKENS.labels(turn.count_method).inc(turn.charged_tokens or 0)
    if turn.cached:
        metrics.REPLY_CACHE_HITS.inc()
