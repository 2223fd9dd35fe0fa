"""Logs: one JSON object a line on stderr, with the request's id; ours and the libraries' alike."""

import logging
import sys
import traceback

import structlog

from chat_app.config import get_settings

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

_FRAMEWORKS = ("reflex", "socketio", "engineio", "uvicorn", "wsproto", "asyncio")
"""Who repeats in their own words what visitors send: the data of events, addresses, whole tasks."""
_SECOND_ROOTS = ("reflex_base", "reflex_components_core")
"""Names of loggers of theirs that do not begin with those."""


def frames_of(fault: BaseException) -> str:
    """Return where a fault came from and of which kind it is, without its words."""
    told: list[str] = []
    one: BaseException | None = fault
    while one is not None:
        kind = type(one)
        frames = "".join(traceback.format_list(traceback.extract_tb(one.__traceback__)))
        told.append(f"{frames}{kind.__module__}.{kind.__qualname__}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(reversed(told))


def _without_words(
    _logger: object, _method: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Say where a framework speaks, and which fault it met; the statement is there to be read."""
    record: logging.LogRecord | None = line.get("_record")
    if record and record.name.partition(".")[0] in {*_FRAMEWORKS, *_SECOND_ROOTS}:
        line["event"] = f"{record.module}.{record.funcName}:{record.lineno}"
        told = line.pop("exc_info", None)
        if told and told[1]:
            line["exception"] = frames_of(told[1])
    return line


_CHATTY = (
    *("httpx", "httpx2", "httpcore", "httpcore2", "hpack"),
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
            foreign_pre_chain=[_without_words, *_SHARED],
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
    for chatty in (*_CHATTY, *_FRAMEWORKS, *_SECOND_ROOTS):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Below those of frameworks are loggers that write past the root, as text.
    for name in ("reflex", "socketio.server", "engineio.server", "uvicorn"):
        framework = logging.getLogger(name)
        framework.handlers.clear()
        framework.propagate = True
        framework.setLevel(logging.WARNING)
