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
        if option.get("FederatedAuthentication"):
            saml = option["FederatedAuthentication"].get("SAMLProviderArn")
            answer["FederatedAuthentication"] = {"SamlProviderArn": saml}
        yield answer


def connection_log(options):
    answer = {"Enabled": str(options.get("Enabled", "false")).lower() == "true"}
    for key in ("CloudwatchLogGroup", "CloudwatchLogStream"):
        if options.get(key):
            answer[key] = options[key]
    return answer


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
        "ConnectionLogOptions": connection_log(given("ConnectionLogOptions") or {}),
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


def modify_client_vpn_endpoint(self):
    endpoint, given = endpoints(self)[self._get_param("ClientVpnEndpointId")], self._get_param
    for key in ("Description", "ServerCertificateArn"):
        if given(key) is not None:
            endpoint[key] = given(key)
    if given("SessionTimeoutHours"):
        endpoint["SessionTimeoutHours"] = int(given("SessionTimeoutHours"))
    return ActionResult({"Return": True})


# Subnets that an endpoint is attached to, and networks that its clients may reach.


def associations(response):
    return store(response.ec2_backend, "client_vpn_associations")


def rules(response):
    return store(response.ec2_backend, "client_vpn_rules")


def associate_client_vpn_target_network(self):
    name, endpoint = f"cvpn-assoc-{hex_id()}", self._get_param("ClientVpnEndpointId")
    associations(self)[name] = {
        "AssociationId": name, "ClientVpnEndpointId": endpoint, "TargetNetworkId": self._get_param("SubnetId"),
        "Status": {"Code": "associated"}, "SecurityGroups": endpoints(self)[endpoint]["SecurityGroupIds"],
        "VpcId": endpoints(self)[endpoint]["VpcId"],
    }
    endpoints(self)[endpoint]["Status"] = {"Code": "available"}
    return ActionResult({"AssociationId": name, "Status": {"Code": "associating"}})


def describe_client_vpn_target_networks(self):
    wanted, endpoint = self._get_param("AssociationIds") or [], self._get_param("ClientVpnEndpointId")
    found = [each for each in associations(self).values()
             if each["ClientVpnEndpointId"] == endpoint and (not wanted or each["AssociationId"] in wanted)]
    return ActionResult({"ClientVpnTargetNetworks": found})


def disassociate_client_vpn_target_network(self):
    gone = associations(self).pop(self._get_param("AssociationId"), None)
    if gone and not any(each["ClientVpnEndpointId"] == gone["ClientVpnEndpointId"] for each in associations(self).values()):
        endpoints(self)[gone["ClientVpnEndpointId"]]["Status"] = {"Code": "pending-associate"}
    return ActionResult({"AssociationId": self._get_param("AssociationId"), "Status": {"Code": "disassociating"}})


def rule_key(response):
    group = response._get_param("AccessGroupId") or ""
    return (response._get_param("ClientVpnEndpointId"), response._get_param("TargetNetworkCidr"), group)


def authorize_client_vpn_ingress(self):
    endpoint, network, group = rule_key(self)
    rules(self)[rule_key(self)] = {
        "ClientVpnEndpointId": endpoint, "DestinationCidr": network, "Description": self._get_param("Description") or "",
        "AccessAll": not group, "GroupId": group, "Status": {"Code": "active"},
    }
    return ActionResult({"Status": {"Code": "authorizing"}})


def describe_client_vpn_authorization_rules(self):
    endpoint = self._get_param("ClientVpnEndpointId")
    found = [each for each in rules(self).values() if each["ClientVpnEndpointId"] == endpoint]
    return ActionResult({"AuthorizationRules": found})


def revoke_client_vpn_ingress(self):
    rules(self).pop(rule_key(self), None)
    return ActionResult({"Status": {"Code": "revoking"}})


def apply():
    add_methods(
        EC2Response,
        associate_client_vpn_target_network,
        authorize_client_vpn_ingress,
        create_client_vpn_endpoint,
        delete_client_vpn_endpoint,
        describe_client_vpn_authorization_rules,
        describe_client_vpn_endpoints,
        describe_client_vpn_target_networks,
        disassociate_client_vpn_target_network,
        modify_client_vpn_endpoint,
        revoke_client_vpn_ingress,
    )
