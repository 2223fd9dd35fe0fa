"""What somebody who means harm would try on a running server."""
