#!/bin/sh
# Makes shop.yaml anew: what Helm renders the chart beside it to.
set -eu
cd "$(dirname "$0")"
helm template shop-app ./shop --namespace=shop --skip-tests >shop.yaml
# With a cluster that has it installed (`helm install shop-app ./shop --namespace=shop`), also
# shop_running.json: the same objects as the API server returns them. python3 needs PyYAML.
[ "${1-}" = --running ] || exit 0
python3 - <<'PY' | kubectl get --filename=- --output=json --ignore-not-found >shop_running.json
import json
import yaml

for document in yaml.safe_load_all(open("shop.yaml")):
    for item in (document or {}).get("items", [document]):
        if item and "helm.sh/hook" not in item["metadata"].get("annotations", {}):
            name = {"name": item["metadata"]["name"], "namespace": "shop"}
            print(json.dumps({k: item[k] for k in ("apiVersion", "kind")} | {"metadata": name}))
PY
