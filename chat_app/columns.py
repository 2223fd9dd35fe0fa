"""What columns hold beyond what databases know: moments, zones, figures, enumerations."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    Integer,
    String,
    TypeDecorator,
)

UTC_ZONE = ZoneInfo("UTC")


def columns_of(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass by name; `dataclasses.asdict` would copy them deeply."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python whatever the database keeps (SQLite drops the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Store the moment in UTC."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return value and value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Zone(TypeDecorator[ZoneInfo]):
    """A time zone, kept by its name in IANA's list; a name that is not in it cannot be read."""

    impl = String(64)
    cache_ok = True

    @property
    def python_type(self) -> type[ZoneInfo]:
        """Say what it is in Python."""
        return ZoneInfo

    def process_bind_param(self, value: ZoneInfo | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Store the name."""
        return value and value.key

    def process_result_value(self, value: str | None, dialect: Any) -> ZoneInfo | None:  # noqa: ARG002
        """Make a zone of the name."""
        return None if value is None else ZoneInfo(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Some names in order, kept as a list of JSON; none at all is null, and no JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    @property
    def python_type(self) -> type[tuple[str, ...]]:
        """Say what they are in Python."""
        return tuple

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Any) -> list[str] | None:  # noqa: ARG002
        """Store a list."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Any) -> tuple[str, ...] | None:  # noqa: ARG002
        """Give them back.

        Raises:
            TypeError: Something else is stored.
        """
        if value is None:
            return None
        if not isinstance(value, list):
            raise TypeError("is no list of names")
        return tuple(map(str, cast("list[object]", value)))


class Figure(TypeDecorator[int]):
    """A whole number that may pass 2^31; so are its sums, which PostgreSQL makes decimals of."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """Take the one whole number that SQLite has."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Leave what a figure is compared or reckoned with to be what it is."""
        return self.impl_instance.coerce_compared_value(op, value)

    def process_result_value(self, value: Any, dialect: Any) -> int | None:  # noqa: ARG002
        """Make a sum whole again."""
        return None if value is None else int(value)


def figures(table: str, names: str) -> tuple[CheckConstraint, CheckConstraint]:
    """Refuse figures of a table that are negative, and on SQLite those that are not whole.

    Args:
        table: Whose figures.
        names: Of the columns, with blanks between them.
    """
    not_negative = " AND ".join(f"{name} >= 0" for name in names.split())
    return CheckConstraint(not_negative, name=f"ck_{table}_not_negative"), whole(table, names)


def whole(table: str, names: str) -> CheckConstraint:
    """Refuse what SQLite takes for an integer's column though it is none."""
    rule = " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in names.split())
    check = CheckConstraint(rule, name=f"ck_{table}_whole")
    return check.ddl_if(dialect="sqlite")


def as_text(kind: type[StrEnum]) -> Any:
    """Keep an enumeration as its text, so that a new member needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda _members: [member.value for member in kind],  # pyright: ignore[reportUnknownLambdaType]
    )
