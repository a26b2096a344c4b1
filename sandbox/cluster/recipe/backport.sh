#!/usr/bin/env bash
# backport.sh WORK: what charts of today need of a server of 2021. It serves autoscaling/v2, policy/v1 and batch/v1
# CronJob as copies of autoscaling/v2beta2, policy/v1beta1 and batch/v1beta1, which is how upstream graduated them (in
# 1.23, 1.21 and 1.21), and it keeps the younger fields of carried-fields.txt.
set -euo pipefail
export WORK=${1:?}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/environment.sh"
cd "$TREE"
api=staging/src/k8s.io/api

main() {
  carry_fields
  autoscaling_v2
  policy_v1
  batch_v1_cronjob
  enable
  free_form_schemas
}

# copy FROM TO EXPRESSION: the Go files of a package without its tests, each line through the Perl expression.
copy() {
  local file
  mkdir -p "$2"
  for file in "$1"/*.go; do
    case $file in
      *_test.go | *prerelease-lifecycle.go) ;;
      *) perl -pe "$3" "$file" >"$2/$(basename "$file")" ;;
    esac
  done
}

# insert FILE PATTERN TEXT: puts TEXT after the line in which the first match of PATTERN ends.
insert() {
  PATTERN=$2 TEXT=$3 perl -0pi -e '
    BEGIN { $pattern = $ENV{PATTERN}; $text = $ENV{TEXT} }
    $n = s/(^[^\n]*$pattern[^\n]*\n)/$1$text\n/m;
    END { exit($n ? 0 : 1) }' "$1" || {
    echo "backport.sh: nothing in $1 matches $2" >&2
    exit 1
  }
}

carry_fields() {
  # A type that both twins of a field need exists once, in the API.
  cat >$api/core/v1/carried.go <<'GO'
package v1

// GRPCAction is a probe by gRPC's health service.
type GRPCAction struct {
	Port    int32   `json:"port"`
	Service *string `json:"service,omitempty"`
}

// SleepAction is a hook that waits.
type SleepAction struct {
	Seconds int64 `json:"seconds"`
}
GO
  cat >pkg/apis/core/carried.go <<'GO'
package core

import v1 "k8s.io/api/core/v1"

type GRPCAction = v1.GRPCAction
type SleepAction = v1.SleepAction
GO
  cat >$api/apps/v1/carried.go <<'GO'
package v1

// ClaimRetentionPolicy says what becomes of a StatefulSet's claims.
type ClaimRetentionPolicy struct {
	WhenDeleted string `json:"whenDeleted,omitempty"`
	WhenScaled  string `json:"whenScaled,omitempty"`
}
GO
  cat >pkg/apis/apps/carried.go <<'GO'
package apps

import v1 "k8s.io/api/apps/v1"

type ClaimRetentionPolicy = v1.ClaimRetentionPolicy
GO
  perl "$here/carry.pl" "$here/carried-fields.txt"

  # Beside the handlers that the server knows: one of them all, and no more.
  insert pkg/apis/core/validation/validation.go '^func validateHandler[^\n]*\n[^\n]*\n\tallErrors := ' '	if handler.GRPC != nil {
		numHandlers++
		allErrors = append(allErrors, ValidatePortNumOrName(intstr.FromInt(int(handler.GRPC.Port)), fldPath.Child("grpc", "port"))...)
	}
	if handler.Sleep != nil {
		if numHandlers > 0 {
			allErrors = append(allErrors, field.Forbidden(fldPath.Child("sleep"), "may not specify more than 1 handler type"))
		}
		numHandlers++
	}'
}

autoscaling_v2() {
  copy $api/autoscaling/v2beta2 $api/autoscaling/v2 's/v2beta2/v2/g'
  copy pkg/apis/autoscaling/v2beta2 pkg/apis/autoscaling/v2 's/v2beta2/v2/g'

  local file=pkg/apis/autoscaling/install/install.go
  insert $file '"k8s.io/kubernetes/pkg/apis/autoscaling/v2beta2"' '	"k8s.io/kubernetes/pkg/apis/autoscaling/v2"'
  insert $file 'Must\(v2beta2.AddToScheme' '	utilruntime.Must(v2.AddToScheme(scheme))'
  perl -pi -e 's/(?<=SetVersionPriority\(v1.SchemeGroupVersion, )/v2.SchemeGroupVersion, /' $file

  file=pkg/registry/autoscaling/rest/storage_autoscaling.go
  insert $file 'autoscalingapiv2beta1 "k8s.io' '	autoscalingapiv2 "k8s.io/api/autoscaling/v2"'
  insert $file 'NewDefaultAPIGroupInfo' '	if apiResourceConfigSource.VersionEnabled(autoscalingapiv2.SchemeGroupVersion) {
		storageMap, err := p.v2beta2Storage(apiResourceConfigSource, restOptionsGetter)
		if err != nil {
			return genericapiserver.APIGroupInfo{}, false, err
		}
		apiGroupInfo.VersionedResourcesStorageMap[autoscalingapiv2.SchemeGroupVersion.Version] = storageMap
	}'
}

# Inside a package named v1, the import that was called v1 needs another name.
policy_v1() {
  # shellcheck disable=SC2016 # $ARGV is Perl's.
  copy $api/policy/v1beta1 $api/policy/v1 'if ($ARGV =~ /types\.go$/) {
      s/\bv1 "k8s.io\/api\/core\/v1"/corev1 "k8s.io\/api\/core\/v1"/;
      s/(?<![\w"\/])v1\./corev1./g;
    }
    s/v1beta1/v1/g'
  perl -ni -e 'print unless /&PodSecurityPolicy(List)?\{\}/' $api/policy/v1/register.go
  copy pkg/apis/policy/v1beta1 pkg/apis/policy/v1 '
    s/\bv1 "k8s.io\/apimachinery/metav1 "k8s.io\/apimachinery/;
    s/(?<![\w"\/])v1\./metav1./g;
    s/v1beta1/v1/g'
  perl -ni -e 'print unless /AddTypeDefaultingFunc/' pkg/apis/policy/v1/zz_generated.defaults.go

  local file=pkg/apis/policy/install/install.go
  insert $file 'pkg/apis/policy/v1beta1"' '	policyv1 "k8s.io/kubernetes/pkg/apis/policy/v1"'
  insert $file 'Must\(v1beta1.AddToScheme' '	utilruntime.Must(policyv1.AddToScheme(scheme))'
  perl -pi -e 's/(?<=SetVersionPriority\(v1beta1.SchemeGroupVersion)/, policyv1.SchemeGroupVersion/' $file

  file=pkg/registry/policy/rest/storage_policy.go
  insert $file 'policyapiv1beta1 "k8s.io' '	policyapiv1 "k8s.io/api/policy/v1"'
  insert $file 'NewDefaultAPIGroupInfo' '	if apiResourceConfigSource.VersionEnabled(policyapiv1.SchemeGroupVersion) {
		storageMap, err := p.v1beta1Storage(apiResourceConfigSource, restOptionsGetter)
		if err != nil {
			return genericapiserver.APIGroupInfo{}, false, err
		}
		delete(storageMap, "podsecuritypolicies")
		apiGroupInfo.VersionedResourcesStorageMap[policyapiv1.SchemeGroupVersion.Version] = storageMap
	}'
}

# batch/v1 exists, with Job: CronJob's files come beside it under names of their own.
batch_v1_cronjob() {
  local to=$api/batch/v1 from=$api/batch/v1beta1
  perl -pe 's/^package v1beta1/package v1/;
    s/^\tbatchv1 "k8s.io.*\n//;
    s/\bv1 "k8s.io\/api\/core\/v1"/corev1 "k8s.io\/api\/core\/v1"/;
    s/\bbatchv1\.//;
    s/(?<![\w"\/])v1\.ObjectReference/corev1.ObjectReference/;
    s/^\/\/ \+k8s:prerelease.*\n//' $from/types.go >$to/types_cronjob.go
  perl -pe 's/^package v1beta1/package v1/' $from/zz_generated.deepcopy.go >$to/zz_cronjob.deepcopy.go
  perl -pe 's/^package v1beta1/package v1/;
    s/\b(encodeVarint|sov|soz|valueToString|skip)Generated/$1CronJob/g;
    s/\bErr(InvalidLength|IntOverflow|UnexpectedEndOfGroup)Generated/Err$1CronJob/g;
    s/v1beta1\/generated\.proto/v1\/generated_cronjob.proto/;
    s/batch\.v1beta1/batch.v1/g' $from/generated.pb.go >$to/zz_cronjob.pb.go
  insert $to/register.go '&JobList\{\},' '		&CronJob{},
		&CronJobList{},'

  to=pkg/apis/batch/v1 from=pkg/apis/batch/v1beta1
  perl -0pe 's/^package v1beta1/package v1/m;
    s/func addDefaultingFuncs.*?\n\}\n//s;
    s/\t"k8s.io\/apimachinery\/pkg\/runtime"\n//;
    s/batchv1beta1/batchv1/g;
    s/v1beta1/v1/g' $from/defaults.go >$to/defaults_cronjob.go
  perl -0pe 's/^package v1beta1/package v1/m;
    s/\bv1 "k8s.io\/kubernetes\/pkg\/apis\/core\/v1"/corev1 "k8s.io\/kubernetes\/pkg\/apis\/core\/v1"/;
    s/(?<![\w"\/])v1\./corev1./g;
    s/v1beta1/v1/g;
    s/func RegisterDefaults/func registerCronJobDefaults/;
    s/[^\n]*v1\.JobTemplate\{\}[^\n]*\n//;
    s/\nfunc SetObjectDefaults_JobTemplate\(.*//s' $from/zz_generated.defaults.go >$to/zz_cronjob.defaults.go
  if ! grep -q 'reflect\.' $to/zz_cronjob.defaults.go; then
    perl -ni -e 'print unless /"reflect"/' $to/zz_cronjob.defaults.go
  fi
  perl -0pe 's/^package v1beta1/package v1/m;
    s/\tbatchv1 "k8s.io\/kubernetes[^\n]*\n//;
    s/batchv1\.//g;
    s/\bv1 "k8s.io\/apimachinery/metav1 "k8s.io\/apimachinery/;
    s/(?<![\w"\/])v1\./metav1./g;
    s/v1beta1/v1/g;
    s/RegisterConversions/registerCronJobConversions/g' $from/zz_generated.conversion.go >$to/zz_cronjob.conversion.go
  insert $to/defaults.go 'func addDefaultingFuncs\(scheme' '	if err := registerCronJobDefaults(scheme); err != nil {
		return err
	}'
  insert $to/conversion.go 'func addConversionFuncs\(scheme' '	if err := scheme.AddFieldLabelConversionFunc(SchemeGroupVersion.WithKind("CronJob"), func(label, value string) (string, string, error) {
		switch label {
		case "metadata.name", "metadata.namespace", "status.successful":
			return label, value, nil
		}
		return "", "", fmt.Errorf("field label %q not supported for batchv1.CronJob", label)
	}); err != nil {
		return err
	}'
  insert pkg/registry/batch/rest/storage_batch.go 'storage\["jobs/status"\]' '	cronJobsStorage, cronJobsStatusStorage, err := cronjobstore.NewREST(restOptionsGetter)
	if err != nil {
		return storage, err
	}
	storage["cronjobs"] = cronJobsStorage
	storage["cronjobs/status"] = cronJobsStatusStorage'
}

enable() {
  local file=pkg/controlplane/instance.go
  insert $file 'autoscalingapiv2beta1 "k8s.io' '	autoscalingapiv2 "k8s.io/api/autoscaling/v2"'
  insert $file 'policyapiv1beta1 "k8s.io' '	policyapiv1 "k8s.io/api/policy/v1"'
  insert $file 'autoscalingapiv2beta1\.SchemeGroupVersion,' '		autoscalingapiv2.SchemeGroupVersion,'
  insert $file 'policyapiv1beta1\.SchemeGroupVersion,' '		policyapiv1.SchemeGroupVersion,'
  # The order in discovery, which is what kubectl prefers.
  file=cmd/kube-apiserver/app/aggregator.go
  insert $file 'Group: "autoscaling", Version: "v1"' '	{Group: "autoscaling", Version: "v2"}: {group: 17500, version: 30},'
  insert $file 'Group: "policy", Version: "v1beta1"' '	{Group: "policy", Version: "v1"}: {group: 17100, version: 15},'
}

# The schema inside a CRD is announced as any object, so that clients accept keywords younger than 1.20
# (x-kubernetes-validations and others); the server drops those.
free_form_schemas() {
  local version
  for version in v1 v1beta1; do
    cat >staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/$version/openapi_freeform.go <<GO
package $version

// OpenAPISchemaType is used by openapi-gen.
func (_ JSONSchemaProps) OpenAPISchemaType() []string { return []string{"object"} }

// OpenAPISchemaFormat is used by openapi-gen.
func (_ JSONSchemaProps) OpenAPISchemaFormat() string { return "" }
GO
  done
}

main
