"""Requests to a department about its cases."""

from http import HTTPStatus

from shared.cli.department_client import DepartmentClient
from shared.cli.failed.client import ClientError

KINDS = ("cases", "detentions")


def kind_of(desk: DepartmentClient, case_id: str) -> str:
    """Return whether a case is a suspected crime or one for detention, by requesting it."""
    for kind in KINDS:
        try:
            desk.get(f"/v1/{kind}/{case_id}/timeline")
        except ClientError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
        else:
            return kind
    raise ClientError(
        f"查无此案：该部门没有编号为“{case_id}”的案件；liandong case list --as <部门> 列出它的案件",
        HTTPStatus.NOT_FOUND,
    )
