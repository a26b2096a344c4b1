#include "app/ci_file.h"
#include "app/ci_text.h"
#include "base/text.h"

namespace opta {

namespace {

// Actions stand by commit: a tag can be moved to other code, which would run with the role.
constexpr std::string_view kWorkflow =
    R"yaml(# Opta in GitHub Actions: a pull request gets its plan as one comment, a merge is applied.
# Written by `opta init ci`, and yours to change. Opta's manual, docs/manual/ci.md, says more.
#
# 1. Fill in OPTA_ROLE_ARN below, and `image` in both jobs: a container image with opta, Terraform or OpenTofu,
#    the AWS CLI, kubectl, helm, git, curl, jq and bash. The manual has a Dockerfile.
# 2. Let AWS know GitHub, once an account:
#      aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com \
#        --client-id-list sts.amazonaws.com
# 3. Make the role with this trust policy. No key is stored anywhere.
#      {
#        "Version": "2012-10-17",
#        "Statement": [{
#          "Effect": "Allow",
#          "Principal": {"Federated": "arn:aws:iam::@ACCOUNT@:oidc-provider/token.actions.githubusercontent.com"},
#          "Action": "sts:AssumeRoleWithWebIdentity",
#          "Condition": {"StringEquals": {
#            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
#            "token.actions.githubusercontent.com:sub": [
#              "repo:@REPOSITORY@:pull_request",
#              "repo:@REPOSITORY@:environment:@NAME@"
#            ]
#          }}
#        }]
#      }
#    The names in `sub` have numbers behind them in repositories made since June 2026: GitHub shows how they begin
#    under Settings > Actions > OIDC.
#    What it has to be allowed: `opta iam-policy -c FILE`, for each file.
#    Whoever may push a branch can run what he likes as the role of pull requests. Where not all of them may apply,
#    give OPTA_PLAN_ROLE_ARN a role that reads (and writes the state's lock), and trust `pull_request` in that alone.
# 4. Under Settings > Environments make `@NAME@`. Restrict its deployment branches to `@BRANCH@`: the trust policy
#    relies on that. With required reviewers in it each apply waits for one of them; without, a merge is applied.
name: "@NAME@"

on:
  pull_request:
  push:
    branches: ["@BRANCH@"]

permissions: {} # each job asks for what it needs

defaults:
  run:
    shell: bash

env:
  OPTA_ROLE_ARN: "arn:aws:iam::@ACCOUNT@:role/opta-ci"
  OPTA_PLAN_ROLE_ARN: "" # of pull requests; empty: the same role
  OPTA_FOLDER: "." # the layers: all Opta files in it and below
  OPTA_ENVIRONMENT: "@ENVIRONMENT@" # as of `opta plan --env`; empty: all
  AWS_REGION: "@REGION@"

jobs:
  plan:
    if: ${{ github.event_name == 'pull_request' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    container:
      image: "@IMAGE@" # a private one also needs `credentials` here
    permissions:
      contents: read
      id-token: write # to log in to AWS
      pull-requests: write # to comment
    concurrency:
      group: ${{ github.workflow }}-plan-${{ github.event.pull_request.number }}
      cancel-in-progress: false # a plan that is cut off may leave its state lock behind
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Validate
        run: opta validate --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"}
      - name: Log in to AWS
        id: login
        # A fork's pull request gets no token, and no plan.
        if: ${{ github.event.pull_request.head.repo.full_name == github.repository }}
        uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          role-to-assume: ${{ env.OPTA_PLAN_ROLE_ARN || env.OPTA_ROLE_ARN }}
          aws-region: ${{ env.AWS_REGION }}
      - name: Plan
        if: ${{ steps.login.outcome == 'success' }}
        run: |
          status=0
          opta plan --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"} \
            --format markdown >plan.md || status=$?
          [ -s plan.md ] || printf 'The plan failed; the log of this run says why.\n' >plan.md
          cat plan.md >>"$GITHUB_STEP_SUMMARY"
          exit "$status"
      - name: Comment
        if: ${{ !cancelled() && steps.login.outcome == 'success' }}
        env:
          GITHUB_TOKEN: ${{ github.token }}
          PULL_REQUEST: ${{ github.event.pull_request.number }}
        run: |
          mark='<!-- opta plan @MARK@ -->'
          api() { # METHOD PATH [FILE]; the token goes by standard input, not as an argument
            curl --silent --show-error --fail-with-body --config - --request "$1" ${3:+--data-binary "@$3"} \
              "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$2" <<<"header = \"Authorization: Bearer $GITHUB_TOKEN\""
          }
          { printf '%s\n' "$mark"; cat plan.md; } >comment.md
          jq --null-input --rawfile body comment.md '{body: $body}' >comment.json
          id='' page=1
          while [ -z "$id" ]; do # the comment of an earlier push is written anew
            api GET "issues/$PULL_REQUEST/comments?per_page=100&page=$page" >comments.json
            id=$(jq --raw-output --arg mark "$mark" \
              'map(select(.user.type == "Bot" and (.body | startswith($mark))))[0].id // empty' comments.json)
            [ "$(jq length comments.json)" -eq 100 ] || break
            page=$((page + 1))
          done
          if [ -n "$id" ]; then
            api PATCH "issues/comments/$id" comment.json >/dev/null
          else
            api POST "issues/$PULL_REQUEST/comments" comment.json >/dev/null
          fi

  apply:
    if: ${{ github.event_name == 'push' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 180
    environment: "@NAME@" # its rules say whether somebody has to approve
    container:
      image: "@IMAGE@"
    permissions:
      contents: read
      id-token: write
    concurrency: # one apply at a time, and none is cut off; of those that wait the newest runs
      group: ${{ github.workflow }}-apply
      cancel-in-progress: false
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Log in to AWS
        uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          role-to-assume: ${{ env.OPTA_ROLE_ARN }}
          aws-region: ${{ env.AWS_REGION }}
          role-duration-seconds: 3600 # a longer apply needs more, here and in the role
      # A layer whose plan loses data is held back: the log names the command with which a person decides.
      - name: Apply
        run: |
          opta apply --all "$OPTA_FOLDER" ${OPTA_ENVIRONMENT:+--env "$OPTA_ENVIRONMENT"} --auto-approve
)yaml";

}  // namespace

std::string github_workflow(const CiProject& project) {
  const bool known = project.host == "github.com" && !project.path.empty();
  const std::string owner = known ? project.path.substr(0, project.path.find('/')) : "OWNER";
  return filled(kWorkflow, {{"ACCOUNT", project.account_id},
                            {"REPOSITORY", known ? project.path : "OWNER/REPOSITORY"},
                            {"BRANCH", project.branch},
                            {"NAME", ci_name(project)},
                            {"MARK", project.environment.empty() ? "all" : project.environment},
                            {"ENVIRONMENT", project.environment},
                            {"REGION", project.region},
                            {"IMAGE", "ghcr.io/" + lower_case(owner) + "/opta:" OPTA_VERSION}});
}

}  // namespace opta
