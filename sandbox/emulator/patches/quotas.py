"""Service Quotas: the quotas that `opta doctor` asks for. moto knows those of VPC, and no defaults by themselves."""

import json

from moto.servicequotas.exceptions import NoSuchResource
from moto.servicequotas.models import ServiceQuotasBackend
from moto.servicequotas.responses import ServiceQuotasResponse

from .support import wrap

# AWS's documented defaults. A new account starts with fewer vCPUs, and with use AWS raises them on its own.
DEFAULTS = {
    ("ec2", "L-0263D0A3"): ("EC2-VPC Elastic IPs", 5),
    ("ec2", "L-34B43A08"): ("All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 64),
    ("ec2", "L-1216C47A"): ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 64),
    ("eks", "L-1194D53C"): ("Clusters", 100),
    ("elasticloadbalancing", "L-69A177A2"): ("Network Load Balancers per Region", 50),
    ("rds", "L-7B6409FD"): ("DB instances", 40),
    ("rds", "L-952B80B8"): ("DB clusters", 40),
}


def apply():
    @wrap(ServiceQuotasBackend, "get_service_quota")
    def get_service_quota(original, self, service_code, quota_code):
        # AWS knows a value of the account's only for some quotas; for the others one has to ask for the default.
        if (service_code, quota_code) in DEFAULTS:
            raise NoSuchResource
        return original(self, service_code, quota_code)

    def get_aws_default_service_quota(self):
        asked = json.loads(self.body)
        known = DEFAULTS.get((asked.get("ServiceCode"), asked.get("QuotaCode")))
        if known is None:
            raise NoSuchResource
        name, value = known
        return json.dumps({"Quota": {"ServiceCode": asked["ServiceCode"], "QuotaCode": asked["QuotaCode"],
                                     "QuotaName": name, "Value": float(value), "Unit": "None", "Adjustable": True,
                                     "GlobalQuota": False}})

    ServiceQuotasResponse.get_aws_default_service_quota = get_aws_default_service_quota
