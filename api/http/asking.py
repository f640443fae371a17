"""What the functions behind routes ask for, taken from a request.

FastAPI reads their signatures and documents them. What it would find out again for each request is found out here once
for each route: what is asked for, where that stands, what holds where it is left out.
"""

from collections.abc import Callable
from typing import Any, cast

from fastapi.dependencies.models import Dependant

from api.http.request import HttpRequest

Error = dict[str, Any]
"""What is wrong with one parameter, as pydantic tells it."""

MOST_KNOWN = 1_000
"""Words of paths that are remembered for each parameter."""

_TEXTS = (str, str | None)


class Asking:
    """What one function asks for. Raises TypeError where it asks for more than is understood here."""

    def __init__(self, dependant: Dependant) -> None:
        self._request = dependant.request_param_name
        self._others = [
            (other.name or "", cast(Callable[..., Any], other.call), Asking(other))
            for other in dependant.dependencies
        ]
        self._path = [_Parameter(field) for field in dependant.path_params]
        self._headers = [_Parameter(field) for field in dependant.header_params]
        self._queries = [_Parameter(field) for field in dependant.query_params]
        self._unasked = {query.name: query.default for query in self._queries if not query.needed}
        """What holds where there is no query at all."""
        self._may_be_unasked = len(self._unasked) == len(self._queries)
        if _left_over(dependant):
            raise TypeError(f"{dependant.call} asks for what only the framework's own routes are given")

    def arguments(self, request: HttpRequest, errors: list[Error]) -> dict[str, Any]:
        """The arguments to call the function with; whole only where no error was added."""
        unasked = self._may_be_unasked and not request.scope["query_string"]
        found: dict[str, Any] = self._unasked.copy() if unasked else {}
        for name, call, asking in self._others:
            before = len(errors)
            arguments = asking.arguments(request, errors)
            if len(errors) == before:
                found[name] = call(**arguments)
        path = request.scope["path_params"]
        for parameter in self._path:
            found[parameter.name] = parameter.read(path[parameter.alias], errors)
        if not unasked:
            query = request.query_params
            for parameter in self._queries:
                found[parameter.name] = parameter.read(query.get(parameter.alias), errors)
        for parameter in self._headers:
            found[parameter.name] = parameter.read(request.header(parameter.header), errors)
        if self._request is not None:
            found[self._request] = request
        return found


class _Parameter:
    """One parameter in path, query or header."""

    def __init__(self, field: Any) -> None:
        self.name: str = field.name
        self.alias: str = field.alias
        self.header = self.alias.lower().encode()
        self.needed: bool = field.field_info.is_required()
        self.default: Any = None if self.needed else field.default
        self._place = (field.field_info.in_.value, self.alias)
        self._validate: Callable[..., tuple[Any, list[Error]]] = field.validate
        self._any_text = field.field_info.annotation in _TEXTS and not field.field_info.metadata
        self._known: set[str] = set()
        """Words of paths that are as they should be, such as ids of accounts: these come again and again."""

    def read(self, value: str | None, errors: list[Error]) -> Any:
        """What was sent, as the function takes it."""
        if value is None:
            if self.needed:
                errors.append({"type": "missing", "loc": self._place})
            return self.default
        if self._any_text or value in self._known:
            return value
        understood, wrong = self._validate(value, loc=self._place)
        errors += wrong
        if self._place[0] == "path" and understood is value:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known.add(value)
        return understood


def _left_over(dependant: Dependant) -> bool:
    return any(
        (
            dependant.cookie_params,
            dependant.response_param_name,
            dependant.background_tasks_param_name,
            dependant.security_scopes_param_name,
            dependant.http_connection_param_name,
            dependant.websocket_param_name,
        )
    )
