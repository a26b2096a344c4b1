"""EC2: launch templates."""

from moto.ec2.responses.launch_templates import LaunchTemplates

from .support import wrap


def apply():
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
