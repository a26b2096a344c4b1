"""What the real AWS provider needs and moto lacks or answers differently. Nothing of moto is changed on disk.

One file a service. Each patch says what AWS answers and where moto falls short. They are written against moto 5.2.
"""

from importlib import import_module

NAMES = (
    "accounts",
    "cloudfront",
    "client_vpn",
    "ec2",
    "eks",
    "eks_access",
    "eks_addons",
    "elasticache",
    "iam",
    "kms",
    "lambdas",
    "network",
    "quotas",
    "rds",
    "route53",
    "s3",
    "sqs",
)


def apply():
    for name in NAMES:
        import_module(f"patches.{name}").apply()
