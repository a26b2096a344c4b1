"""What still exists in an account, asked of the emulator itself: the test that nothing is left after a destroy.

What AWS gives every account is not listed (default VPCs, AWS's own policies and keys), nor what a deletion leaves
behind by design (keys whose deletion is scheduled).
"""

from moto.backends import get_backend

GLOBAL = "aws"  # the region under which moto keeps services that have none


def values(backend, name):
    """The items of a collection that a backend may not have made yet."""
    found = getattr(backend, name, None) or {}
    return list(found.values()) if hasattr(found, "values") else list(found)


def names(backend, name):
    return list(getattr(backend, name, None) or {})


def ec2(backend):
    default_vpcs = {vpc.id for vpc in values(backend, "vpcs") if vpc.is_default}

    def foreign(item):
        return item.vpc_id not in default_vpcs

    yield from (("vpc", vpc.id) for vpc in values(backend, "vpcs") if vpc.id not in default_vpcs)
    for zone in values(backend, "subnets"):
        yield from (("subnet", subnet.id) for subnet in list(zone.values()) if foreign(subnet))
    for groups in values(backend, "groups"):
        for group in list(groups.values()):
            if group.name != "default" or foreign(group):
                yield "security-group", group.id
    yield from (("route-table", table.id) for table in values(backend, "route_tables") if foreign(table))
    yield from (("network-acl", acl.id) for acl in values(backend, "network_acls") if foreign(acl))
    yield from (("network-interface", interface.id) for interface in values(backend, "enis"))
    yield from (("elastic-ip", address.allocation_id) for address in values(backend, "addresses"))
    for kind, collection in (("nat-gateway", "nat_gateways"), ("vpc-endpoint", "vpc_end_points")):
        yield from ((kind, item.id) for item in values(backend, collection) if item.state != "deleted")
    yield from (("internet-gateway", gateway.id) for gateway in values(backend, "internet_gateways"))
    yield from (("flow-log", name) for name in names(backend, "flow_logs"))
    yield from (("launch-template", name) for name in names(backend, "launch_templates"))
    yield from (("key-pair", name) for name in names(backend, "key_pairs"))
    yield from (("volume", name) for name in names(backend, "volumes"))
    yield from (("client-vpn-endpoint", name) for name in names(backend, "_opta_client_vpn_endpoints"))
    for reservation in values(backend, "reservations"):
        yield from (("instance", each.id) for each in reservation.instances if each._state.name != "terminated")
    if backend.get_ebs_encryption_by_default():
        yield "setting", "ebs-encryption-by-default"
    if hasattr(backend, "_opta_default_key"):
        yield "setting", "ebs-default-key"


def kms(backend):
    for key in values(backend, "keys"):
        if key.key_manager != "CUSTOMER":
            continue
        if key.key_state != "PendingDeletion":
            yield "key", key.id
        yield from (("alias", name) for name in list(key.aliases) if not name.startswith("alias/aws/"))


def iam(backend):
    for role in values(backend, "roles"):
        if not role.path.startswith("/aws-service-role/"):
            yield "role", role.name
    for policy in values(backend, "managed_policies"):
        if f"::{backend.account_id}:" in policy.arn:  # the others are AWS's
            yield "policy", policy.arn
    yield from (("user", user.name) for user in values(backend, "users"))
    yield from (("group", group.name) for group in values(backend, "groups"))
    yield from (("instance-profile", profile.name) for profile in values(backend, "instance_profiles"))
    yield from (("oidc-provider", arn) for arn in names(backend, "open_id_providers"))


def eks(backend):
    for cluster in values(backend, "clusters"):
        yield "cluster", cluster.name
        for kind, known in (
            ("nodegroup", cluster.nodegroups),
            ("fargate-profile", cluster.fargate_profiles),
            ("addon", getattr(cluster, "addons", {})),
            ("access-entry", getattr(cluster, "access", {})),
        ):
            yield from ((kind, f"{cluster.name}/{name}") for name in list(known))


def rds(backend):
    for kind, get in (
        ("instance", backend.describe_db_instances),
        ("cluster", backend.describe_db_clusters),
        ("subnet-group", lambda: backend.describe_db_subnet_groups(None)),
    ):
        yield from ((kind, item.arn) for item in list(get()))
    for kind in ("parameter-group", "cluster-parameter-group"):
        known = names(backend, f"db_{kind.replace('-', '_')}s")
        yield from ((kind, name) for name in known if not name.startswith("default."))
    yield from (("global-cluster", name) for name in names(backend, "global_clusters"))
    for snapshot in values(backend, "cluster_snapshots"):
        if snapshot.snapshot_type == "manual":  # the automatic ones go with their cluster
            yield "cluster-snapshot", snapshot.arn


def elasticache(backend):
    yield from (("cluster", name) for name in names(backend, "cache_clusters"))
    yield from (("replication-group", name) for name in names(backend, "replication_groups"))
    yield from (("subnet-group", name) for name in names(backend, "cache_subnet_groups"))
    yield from (("parameter-group", name) for name in names(backend, "_opta_parameter_groups"))
    yield from (("user", name) for name in names(backend, "users") if name != "default")


def cloudfront(backend):
    yield from (("distribution", name) for name in names(backend, "distributions"))
    yield from (("origin-access-control", name) for name in names(backend, "origin_access_controls"))
    yield from (("origin-access-identity", name) for name in names(backend, "_opta_origin_access_identities"))
    yield from (("cache-policy", name) for name in names(backend, "_opta_cache_policies"))


def lambdas(backend):
    yield from (("function", function.function_arn) for function in backend.list_functions())
    yield from (("event-source-mapping", name) for name in names(backend, "_event_source_mappings"))


def ssm(backend):
    yield from (("parameter", name) for name in backend._parameters.keys() if not name.startswith("/aws/"))


def events(backend):
    for bus in values(backend, "event_buses"):
        yield from (("rule", rule.arn) for rule in list(bus.rules.values()))


def simple(**collections):
    """A lister of whole collections: kind to attribute."""

    def listing(backend):
        for kind, attribute in collections.items():
            yield from ((kind.replace("_", "-"), str(name)) for name in names(backend, attribute))

    return listing


LISTERS = {
    "acm": simple(certificate="_certificates"),
    "apigatewayv2": simple(api="apis"),
    "autoscaling": simple(group="autoscaling_groups"),
    "cloudfront": cloudfront,
    "cloudwatch": simple(alarm="alarms", dashboard="dashboards"),
    "dynamodb": simple(table="tables"),
    "ec2": ec2,
    "ecr": simple(repository="repositories"),
    "eks": eks,
    "elasticache": elasticache,
    "elb": simple(load_balancer="load_balancers"),
    "elbv2": simple(load_balancer="load_balancers", target_group="target_groups"),
    "events": events,
    "iam": iam,
    "kms": kms,
    "lambda": lambdas,
    "logs": simple(log_group="groups"),
    "rds": rds,
    "route53": simple(hosted_zone="zones", health_check="health_checks"),
    "s3": simple(bucket="buckets"),
    "secretsmanager": simple(secret="secrets"),
    "ses": simple(identity="email_identities"),
    "sns": simple(topic="topics", subscription="subscriptions"),
    "sqs": simple(queue="queues"),
    "ssm": ssm,
    "sts": simple(accelerator="_opta_accelerators"),
    "wafv2": simple(web_acl="wacls"),
}

# Services that are kept with another one.
SHOWN_AS = {"sts": "globalaccelerator"}


def resources(account, region=None):
    """Everything in the account, in one region (and the global services) or in all that were used."""
    found = []
    for service, lister in LISTERS.items():
        regions = get_backend(service)[account]
        for name in list(regions.keys()):
            if region in (None, name) or name == GLOBAL:
                shown = {"service": SHOWN_AS.get(service, service), "region": name}
                found += [{**shown, "type": kind, "id": key} for kind, key in lister(regions[name])]
    return sorted(found, key=lambda each: (each["service"], each["type"], each["id"]))
