"""HTTP: routes, authentication, requests, responses, problems."""

from shared.web.attachments import Upload, file_response
from shared.web.auth import READ_ROLES, Caller, Role
from shared.web.routes import http

__all__ = [
    "READ_ROLES",
    "Caller",
    "Role",
    "Upload",
    "file_response",
    "http",
]
