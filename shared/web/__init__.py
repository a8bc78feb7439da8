"""HTTP: routes, authentication, requests, answers, problems."""

from shared.web.auth import READERS, Caller, Role
from shared.web.download import file_response
from shared.web.routes import http
from shared.web.upload import Upload

__all__ = [
    "READERS",
    "Caller",
    "Role",
    "Upload",
    "file_response",
    "http",
]
