"""CloudFront: origin access identities and cache policies, which moto does not have, and fields that it drops."""

import uuid

import moto.cloudfront.models as models
import moto.cloudfront.urls as urls
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api import state_manager

from .support import add_methods, add_paths, now, store, upper_id, wrap


def identities(response):
    return store(response.backend, "origin_access_identities")


def cache_policies(response):
    return store(response.backend, "cache_policies")


def named(kind, response, code):
    """The item that a request's path names, or AWS's 404."""
    name = response._get_param("Id")
    if name not in kind(response):
        error = CloudFrontException(code, "The specified item does not exist.")
        error.code = 404
        raise error
    return kind(response)[name]


def etag(name):
    return f"E{name}"


def create_cloud_front_origin_access_identity(self):
    wanted, name = self._get_param("CloudFrontOriginAccessIdentityConfig"), upper_id(14)
    config = {"CallerReference": wanted["CallerReference"], "Comment": wanted.get("Comment") or ""}
    identity = {
        "Id": name, "S3CanonicalUserId": uuid.uuid4().hex * 2, "CloudFrontOriginAccessIdentityConfig": config,
    }
    identities(self)[name] = identity
    return ActionResult({"CloudFrontOriginAccessIdentity": identity, "ETag": etag(name), "Location": name})


def get_cloud_front_origin_access_identity(self):
    identity = named(identities, self, "NoSuchCloudFrontOriginAccessIdentity")
    return ActionResult({"CloudFrontOriginAccessIdentity": identity, "ETag": etag(identity["Id"])})


def delete_cloud_front_origin_access_identity(self):
    identity = named(identities, self, "NoSuchCloudFrontOriginAccessIdentity")
    del identities(self)[identity["Id"]]
    return EmptyResult()


def create_cache_policy(self):
    name = str(uuid.uuid4())
    policy = {"Id": name, "LastModifiedTime": now(), "CachePolicyConfig": self._get_param("CachePolicyConfig")}
    cache_policies(self)[name] = policy
    return ActionResult({"CachePolicy": policy, "ETag": etag(name), "Location": name})


def get_cache_policy(self):
    policy = named(cache_policies, self, "NoSuchCachePolicy")
    return ActionResult({"CachePolicy": policy, "ETag": etag(policy["Id"])})


def delete_cache_policy(self):
    policy = named(cache_policies, self, "NoSuchCachePolicy")
    del cache_policies(self)[policy["Id"]]
    return EmptyResult()


def initialise_origin(original, self, origin):
    # moto forgets which identity or access control reads the bucket.
    original(self, origin)
    self.origin_access_control_id = origin.get("OriginAccessControlId") or ""
    if "S3OriginConfig" in origin:
        self.s3_origin_config = {"OriginAccessIdentity": origin["S3OriginConfig"].get("OriginAccessIdentity") or ""}


def initialise_certificate(original, self, config):
    # AWS leaves out the kind of certificate that is not used; moto answers with empty ones and CloudFront's besides.
    original(self, config)
    self.acm_certificate_arn = self.acm_certificate_arn or None
    self.iam_certificate_id = self.iam_certificate_id or None
    self.cloud_front_default_certificate = not (self.acm_certificate_arn or self.iam_certificate_id)


def initialise_behaviour(original, self, config):
    # What to forward is said by a cache policy or here, in the older way, and AWS answers with the one that was given.
    original(self, config)
    if config.get("CachePolicyId"):
        self.forwarded_values = None


def initialise_distribution(original, self, account_id, *arguments, **keywords):
    # AWS's ARNs have an empty place for the region; moto leaves the place out.
    original(self, account_id, *arguments, **keywords)
    self.arn = self.arn.replace(f":cloudfront:{account_id}:", f":cloudfront::{account_id}:")


def apply():
    # AWS takes minutes to roll a distribution out.
    state_manager.set_transition("cloudfront::distribution", {"progression": "immediate"})
    wrap(models.DefaultCacheBehaviour, "__init__")(initialise_behaviour)
    wrap(models.Distribution, "__init__")(initialise_distribution)
    wrap(models.Origin, "__init__")(initialise_origin)
    wrap(models.ViewerCertificate, "__init__")(initialise_certificate)
    add_methods(
        CloudFrontResponse,
        create_cache_policy,
        create_cloud_front_origin_access_identity,
        delete_cache_policy,
        delete_cloud_front_origin_access_identity,
        get_cache_policy,
        get_cloud_front_origin_access_identity,
    )
    for path in ("origin-access-identity/cloudfront", "cache-policy"):
        add_paths(urls, CloudFrontResponse.dispatch, f"/2020-05-31/{path}$", f"/2020-05-31/{path}/(?P<Id>[^/]+)$")
