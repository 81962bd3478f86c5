kubectl patch deployment ((app)) -n finance --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef","value":{"name":"((app))-((config))","key":"currency"}}]'
kubectl rollout status deployment ((app)) -n finance
