kubectl delete ingress ingress-resource-backend -n critical-space
kubectl create ingress pay -n critical-space --class=nginx --rule="/pay*=pay-service:8282" --annotation nginx.ingress.kubernetes.io/rewrite-target=/
