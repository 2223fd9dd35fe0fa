"""Logs: one JSON object a line on stderr, with the request's id; ours and the libraries' alike."""

import logging
import sys

import structlog

from chat_app.config import get_settings

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


_CHATTY = (
    *("httpx", "httpx2", "httpcore", "httpcore2"),
    *("aiosqlite", "sqlalchemy", "asyncpg"),
    *("fontTools", "fpdf"),
)
"""Libraries that say below WARNING what they are given: requests with their keys and addresses,
statements with the text of messages, characters put into a PDF. The SDKs of providers are quieted
where they are imported (`llm/providers`)."""


def configure() -> None:
    """Send every log line of the process to stderr as JSON; calling again changes nothing."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if type(each) is not logging.StreamHandler]
    root.addHandler(lines)
    root.setLevel(get_settings().LOG_LEVEL)
    # Python's own way of silencing a warning holds for one thread only as long as no other does it.
    logging.captureWarnings(True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
