"""EC2: launch templates, and the key that encrypts volumes by default."""

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from moto.ec2.responses.launch_templates import LaunchTemplates

from .support import add_methods, wrap

# The account's default key for volumes: moto takes a new one, and neither gives it back nor forgets it.


def default_key(response, key):
    if key is not None:
        response.ec2_backend._opta_default_key = key
    backend = response.ec2_backend
    aws_managed = f"arn:aws:kms:{backend.region_name}:{backend.account_id}:alias/aws/ebs"
    return ActionResult({"KmsKeyId": getattr(backend, "_opta_default_key", aws_managed)})


def get_ebs_default_kms_key_id(self):
    return default_key(self, None)


def modify_ebs_default_kms_key_id(self):
    return default_key(self, self._get_param("KmsKeyId"))


def reset_ebs_default_kms_key_id(self):
    self.ec2_backend.__dict__.pop("_opta_default_key", None)
    return default_key(self, None)


def apply():
    add_methods(
        EC2Response, get_ebs_default_kms_key_id, modify_ebs_default_kms_key_id, reset_ebs_default_kms_key_id
    )

    @wrap(LaunchTemplates, "create_launch_template")
    def create_launch_template(original, self):
        # moto mixes the template's own tags into the tags that its instances are to get; AWS keeps them apart.
        written = list((self._get_param("LaunchTemplateData", {}) or {}).get("TagSpecifications") or [])
        answer = original(self)
        data = self.ec2_backend.get_launch_template_by_name(self._get_param("LaunchTemplateName")).versions[0].data
        if written:
            data["TagSpecifications"] = written
        else:
            data.pop("TagSpecifications", None)
        return answer
