"""What an e-mail address and a name must be like."""

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from chat_app.errors import InvalidRequest

# Names such as corp.local mean something where this app lives, if not in the wide world.
SPECIAL_USE_DOMAIN_NAMES.clear()

_MAX_NAME_CHARACTERS = 200


def checked_email(email: str) -> str:
    """Return an address as it is stored: tidy and lower case.

    Raises:
        InvalidRequest: It is no e-mail address.
    """
    try:
        found = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as fault:
        raise InvalidRequest(f"The e-mail will not do: {fault}") from fault
    return found.normalized.lower()


def checked_name(name: str) -> str:
    """Return a name as it is stored.

    Raises:
        InvalidRequest: It is empty or too long.
    """
    name = name.strip()
    if not 1 <= len(name) <= _MAX_NAME_CHARACTERS or "\0" in name:
        raise InvalidRequest(f"The name must have 1 to {_MAX_NAME_CHARACTERS} characters")
    return name
