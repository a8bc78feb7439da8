"""HTTP: routes, authentication, requests, answers, problems."""

from shared.web.auth import READ_ROLES, Caller, Role
from shared.web.download import file_response
from shared.web.routes import http
from shared.web.upload import Upload

__all__ = [
    "READ_ROLES",
    "Caller",
    "Role",
    "Upload",
    "file_response",
    "http",
]
