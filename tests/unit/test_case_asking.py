"""A department is queried for a case without knowing its kind."""

from http import HTTPStatus

import pytest

from services.casework.timelines.client import kind_of
from shared.cli.failed.client import ClientError


class Department:
    """Answers a path with its document, or with the status of its refusal."""

    def __init__(self, answers):
        self.answers = answers

    def get(self, path):
        answer = self.answers.get(path.split("/")[2], HTTPStatus.NOT_FOUND)
        if isinstance(answer, HTTPStatus):
            raise ClientError("查无此项", answer)
        return answer


@pytest.mark.parametrize("kind", ["cases", "detentions"])
def test_a_case_is_found_in_either_list(kind):
    assert kind_of(Department({kind: {}}), "k-1") == kind


def test_a_case_that_is_in_no_list_is_named_with_the_remedy():
    with pytest.raises(ClientError, match=r"“k-1”的案件.*liandong case list"):
        kind_of(Department({}), "k-1")


def test_another_refusal_is_not_taken_for_a_case_that_is_not_there():
    with pytest.raises(ClientError) as refused:
        kind_of(Department({"cases": HTTPStatus.FORBIDDEN}), "k-1")

    assert refused.value.status == HTTPStatus.FORBIDDEN
