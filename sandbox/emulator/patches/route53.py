"""Route 53: private zones."""

from moto.core.responses import ActionResult
from moto.route53.responses import Route53

from .support import wrap


def apply():
    @wrap(Route53, "_get_bool_param")
    def get_bool_param(original, self, name, default=None):
        # AWS takes a zone that is made with a VPC for a private one, whether the request says so or not.
        if name == "HostedZoneConfig.PrivateZone" and self._get_param("VPC.VPCId"):
            return True
        return original(self, name, default)

    @wrap(Route53, "get_hosted_zone")
    def get_hosted_zone(original, self):
        # AWS lists a private zone's VPCs, and gives it no delegation set.
        answer = original(self)
        zone = self.backend.get_hosted_zone(self._get_param("Id"))
        if not zone.vpcs:
            return answer
        networks = [{"VPCId": vpc.get("vpc_id"), "VPCRegion": vpc.get("vpc_region")} for vpc in zone.vpcs]
        return ActionResult({"HostedZone": zone, "DelegationSet": None, "VPCs": networks})
