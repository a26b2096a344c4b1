"""EC2's Client VPN endpoints, which moto does not have."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response

from .support import add_methods, hex_id, now, store


def endpoints(response):
    return store(response.ec2_backend, "client_vpn_endpoints")


def authentication(options):
    """AWS gives the certificate's ARN back under another name than it takes it."""
    for option in options:
        answer = {"Type": option.get("Type")}
        if option.get("MutualAuthentication"):
            chain = option["MutualAuthentication"].get("ClientRootCertificateChainArn")
            answer["MutualAuthentication"] = {"ClientRootCertificateChain": chain}
        yield answer


def create_client_vpn_endpoint(self):
    name, given = f"cvpn-endpoint-{hex_id()}", self._get_param
    tags = self._parse_tag_specification().get("client-vpn-endpoint", {})
    endpoint = {
        "ClientVpnEndpointId": name,
        "Description": given("Description"),
        "Status": {"Code": "pending-associate"},
        "CreationTime": now().strftime("%Y-%m-%dT%H:%M:%S"),
        "DnsName": f"*.{name}.prod.clientvpn.{self.region}.amazonaws.com",
        "ClientCidrBlock": given("ClientCidrBlock"),
        "SplitTunnel": str(given("SplitTunnel", "false")).lower() == "true",
        "VpnProtocol": "openvpn",
        "TransportProtocol": given("TransportProtocol") or "udp",
        "VpnPort": int(given("VpnPort") or 443),
        "ServerCertificateArn": given("ServerCertificateArn"),
        "AuthenticationOptions": list(authentication(given("Authentication") or given("AuthenticationOptions") or [])),
        "ConnectionLogOptions": {"Enabled": False},
        "SecurityGroupIds": given("SecurityGroupIds") or [],
        "VpcId": given("VpcId"),
        "SessionTimeoutHours": int(given("SessionTimeoutHours") or 24),
        "ClientConnectOptions": {"Enabled": False, "Status": {"Code": "applied"}},
        "ClientLoginBannerOptions": {"Enabled": False},
        "ClientRouteEnforcementOptions": {"Enforced": False},
        "DisconnectOnSessionTimeout": False,
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    endpoints(self)[name] = endpoint
    return ActionResult({key: endpoint[key] for key in ("ClientVpnEndpointId", "Status", "DnsName")})


def describe_client_vpn_endpoints(self):
    wanted = self._get_param("ClientVpnEndpointIds") or list(endpoints(self))
    for name in wanted:
        if name not in endpoints(self):
            raise EC2ClientError("InvalidClientVpnEndpointId.NotFound", f"Endpoint {name} does not exist")
    return ActionResult({"ClientVpnEndpoints": [endpoints(self)[name] for name in wanted]})


def delete_client_vpn_endpoint(self):
    endpoints(self).pop(self._get_param("ClientVpnEndpointId"), None)
    return ActionResult({"Status": {"Code": "deleting"}})


def apply():
    add_methods(EC2Response, create_client_vpn_endpoint, delete_client_vpn_endpoint, describe_client_vpn_endpoints)
