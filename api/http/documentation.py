"""What OpenAPI says beyond the routes: the form of problems, and how a key is sent."""

from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.http import examples
from api.http.problems import Problem
from api.http.routes.batches import LINES

DESCRIPTION = """
The fund's ledger over HTTP: local accounts, contributions, proposals, decision rounds and disbursements.

* **Amounts** are decimal strings beside their unit: `"unit": "EUR", "amount": "12.50"`. Never a number, never rounded.
  A unit is an ISO 4217 code, goods by measure (`goat:piece`, `cement:kg`, `oil:litre`, `cloth:metre`), `work:minute`
  or a local currency (`sol:currency`). Units are never added.
* **Problems** are RFC 9457 documents (`application/problem+json`) with a stable `type` and a `title` that says what to
  do.
* **Repeats**: send an `Idempotency-Key` with every POST. The same key and body give the same answer, marked by
  `Idempotency-Replayed: true`; another body is refused.
* **Versions**: `ETag` on an account, proposal, round or disbursement; `If-Match` on acts about it.
* **Positions**: each act answers its `position`; a read with `?min_position=` waits until it reflects that.
* **Pages**: `?after=&limit=` and the header `Link`; follow it rather than building one.
* **Dry runs**: `?dry_run=true` decides and records nothing.
"""


def document(app: FastAPI) -> None:
    """Add these to the application's OpenAPI document."""
    app.description = DESCRIPTION
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = generate()
            components = schema.setdefault("components", {})
            beside: list[tuple[type[BaseModel], Literal["validation"]]] = [
                (m, "validation") for m in (Problem, *LINES)
            ]
            _, models = models_json_schema(beside, ref_template="#/components/schemas/{model}")
            components.setdefault("schemas", {}).update(models["$defs"])
            components["securitySchemes"] = {
                "key": {"type": "http", "scheme": "bearer", "description": "A caller's key, `usf_…`."}
            }
            examples.put_into(schema)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
