"""The API's root: version 1, its errors as problem details (RFC 9457), its OpenAPI document."""

from ninja import NinjaAPI

api = NinjaAPI(title="Jornadas", version="1", urls_namespace="api", docs_url=None)
