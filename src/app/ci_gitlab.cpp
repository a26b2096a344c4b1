#include "app/ci_file.h"
#include "app/ci_text.h"

namespace opta {

namespace {

// No key that would change the project's other jobs: no `stages`, `default` or `workflow`, and
// `test` and `deploy` are there unless a project has stages of its own. Scripts are for any shell.
constexpr std::string_view kPipeline =
    R"yaml(# Opta in GitLab CI: a merge request gets its plan as one comment, a merge is applied.
# Written by `opta init ci`, and yours to change. Opta's manual, docs/manual/ci.md, says more.
#
# 1. Fill in OPTA_ROLE_ARN and OPTA_IMAGE below. The image has opta, Terraform or OpenTofu, the AWS CLI, kubectl,
#    helm, git, curl, jq and a shell. The manual has a Dockerfile.
# 2. Let AWS know this GitLab, once an account:
#      aws iam create-open-id-connect-provider --url https://@HOST@ --client-id-list sts.amazonaws.com
# 3. Make the role with this trust policy. No key is stored anywhere.
#      {
#        "Version": "2012-10-17",
#        "Statement": [{
#          "Effect": "Allow",
#          "Principal": {"Federated": "arn:aws:iam::@ACCOUNT@:oidc-provider/@HOST@"},
#          "Action": "sts:AssumeRoleWithWebIdentity",
#          "Condition": {
#            "StringEquals": {"@HOST@:aud": "sts.amazonaws.com"},
#            "StringLike": {"@HOST@:sub": "project_path:@PROJECT@:ref_type:branch:ref:*"}
#          }
#        }]
#      }
#    What it has to be allowed: `opta iam-policy -c FILE`, for each file.
#    GitLab names the branch of a merge request, so this lets every branch of the project have the role: whoever may
#    push one can run what he likes as it. Where not all of them may apply, give OPTA_PLAN_ROLE_ARN a role that reads
#    (and writes the state's lock) and has `ref:*`; OPTA_ROLE_ARN's then has `ref:@BRANCH@`, your protected branch.
# 4. For the comment: a project access token (role Reporter, scope `api`) in the CI/CD variable OPTA_COMMENT_TOKEN,
#    masked, and not protected, as requests have to see it. The job's own token may not comment. Without it the plan
#    is in the job's log only.
# 5. An apply waits for a click, and GitLab can say whose: protect the environment `@NAME@` under Settings > CI/CD.
#    Without the line `when: manual`, at the end of this file, a merge is applied at once.

.@NAME@:
  image:
    name: "$OPTA_IMAGE"
    entrypoint: [""]
  variables:
    OPTA_ROLE_ARN: "arn:aws:iam::@ACCOUNT@:role/opta-ci"
    OPTA_PLAN_ROLE_ARN: "" # of merge requests; empty: the same role
    OPTA_IMAGE: "$CI_REGISTRY_IMAGE/opta:@VERSION@"
    OPTA_FOLDER: "." # the layers: all Opta files in it and below
    OPTA_ENVIRONMENT: "@ENVIRONMENT@" # as of `opta plan --env`; empty: all
    AWS_REGION: "@REGION@"
  interruptible: false # a run that is cut off may leave its state lock behind

.@NAME@:aws:
  extends: .@NAME@
  id_tokens:
    OPTA_ID_TOKEN:
      aud: sts.amazonaws.com
  before_script:
    - |
      set -eu
      role=$OPTA_ROLE_ARN
      if [ "$CI_PIPELINE_SOURCE" = merge_request_event ]; then role=${OPTA_PLAN_ROLE_ARN:-$OPTA_ROLE_ARN}; fi
      token=$(mktemp)
      printf '%s' "$OPTA_ID_TOKEN" >"$token"
      keys=$(aws sts assume-role-with-web-identity --role-arn "$role" --role-session-name "opta-$CI_JOB_ID" \
        --web-identity-token "file://$token" --duration-seconds 3600 --output text \
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
      rm -f "$token"
      AWS_ACCESS_KEY_ID=$(printf '%s' "$keys" | cut -f 1)
      AWS_SECRET_ACCESS_KEY=$(printf '%s' "$keys" | cut -f 2)
      AWS_SESSION_TOKEN=$(printf '%s' "$keys" | cut -f 3)
      export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
      unset keys OPTA_ID_TOKEN

@NAME@:validate:
  extends: .@NAME@
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - opta validate --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"}

@NAME@:plan:
  extends: .@NAME@:aws
  stage: test
  needs: ["@NAME@:validate"]
  timeout: 1h
  resource_group: @NAME@-plan-$CI_MERGE_REQUEST_IID # so that an older plan never overwrites a newer one's comment
  rules: # not for a fork's merge request: it gets neither the role nor the token
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID
  script:
    - |
      status=0
      opta plan --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"} \
        --format markdown >plan.md || status=$?
      [ -s plan.md ] || printf 'The plan failed; the log of its job says why.\n' >plan.md
      cat plan.md
      if [ -z "${OPTA_COMMENT_TOKEN:-}" ]; then
        echo 'No comment: OPTA_COMMENT_TOKEN is not set.'
        exit "$status"
      fi
      mark='<!-- opta plan @MARK@ -->'
      api() { # METHOD PATH [FILE]; the token goes by standard input, not as an argument
        printf 'header = "PRIVATE-TOKEN: %s"\n' "$OPTA_COMMENT_TOKEN" |
          curl --silent --show-error --fail --config - --request "$1" --header 'Content-Type: application/json' \
            ${3:+--data-binary "@$3"} "$CI_API_V4_URL/$2"
      }
      notes="projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
      { printf '%s\n' "$mark"; cat plan.md; } >comment.md
      jq --null-input --rawfile body comment.md '{body: $body}' >comment.json
      api GET user >user.json
      id='' page=1
      while [ -z "$id" ]; do # the comment of an earlier push is written anew
        api GET "$notes?per_page=100&page=$page" >notes.json
        id=$(jq --raw-output --arg mark "$mark" --slurpfile user user.json \
          'map(select(.author.id == $user[0].id and (.body | startswith($mark))))[0].id // empty' notes.json)
        [ "$(jq length notes.json)" -eq 100 ] || break
        page=$((page + 1))
      done
      if [ -n "$id" ]; then
        api PUT "$notes/$id" comment.json >/dev/null
      else
        api POST "$notes" comment.json >/dev/null
      fi
      exit "$status"
  artifacts:
    when: always
    paths: [plan.md]
    expire_in: 1 week

@NAME@:apply:
  extends: .@NAME@:aws
  stage: deploy
  timeout: 3h # a longer apply than the hour of `--duration-seconds` needs more there, and in the role
  resource_group: @NAME@-apply # one apply at a time
  environment:
    name: @NAME@ # GitLab skips a deployment older than the last one, unless a project's settings allow it
  rules:
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual # take this line away to have each merge applied
  script:
    # A layer whose plan loses data is held back: the log names the command with which a person decides.
    - opta apply --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"} --auto-approve
)yaml";

}  // namespace

std::string gitlab_pipeline(const CiProject& project) {
  const bool known = !project.path.empty() && project.host != "github.com";
  return filled(kPipeline, {{"ACCOUNT", project.account_id},
                            {"HOST", known ? project.host : "gitlab.com"},
                            {"PROJECT", known ? project.path : "GROUP/PROJECT"},
                            {"BRANCH", project.branch},
                            {"VERSION", OPTA_VERSION},
                            {"NAME", ci_name(project)},
                            {"MARK", project.environment.empty() ? "all" : project.environment},
                            {"ENVIRONMENT", project.environment},
                            {"REGION", project.region}});
}

}  // namespace opta
