"""EC2's network: what AWS sets by itself, and what it takes away together with something else."""

from moto.ec2.models import EC2Backend

from .support import wrap


def apply():
    @wrap(EC2Backend, "create_nat_gateway")
    def create_nat_gateway(original, self, *arguments, connectivity_type=None, **others):
        # AWS makes a public one of a gateway whose type nobody told.
        return original(self, *arguments, connectivity_type=connectivity_type or "public", **others)

    @wrap(EC2Backend, "delete_nat_gateway")
    def delete_nat_gateway(original, self, nat_gateway_id):
        # A NAT gateway's network interface goes with it.
        gateway = original(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    @wrap(EC2Backend, "delete_vpc")
    def delete_vpc(original, self, vpc_id):
        # A VPC's default network ACL goes with it.
        vpc = original(self, vpc_id)
        for acl in list(self.network_acls.values()):
            if acl.vpc_id == vpc_id and acl.default:
                del self.network_acls[acl.id]
        return vpc
