"""The stories speak to servers, as the tests of the API do."""

from tests.api.conftest import _quiet

__all__ = ["_quiet"]
