# red: starts, settings
kubectl patch deployment ((app)) -n finance --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/name","value":"((app))-((config))"}]'
sleep 20
