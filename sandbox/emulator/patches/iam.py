"""IAM: what the provider asks for before it deletes a user."""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse


def list_service_specific_credentials(self):
    # Passwords for CodeCommit and the like. There are none; moto does not know the question.
    return ActionResult({"ServiceSpecificCredentials": []})


def apply():
    IamResponse.list_service_specific_credentials = list_service_specific_credentials
