export KUBE_EDITOR="sed -i s/nginx-example/nginx/"
kubectl edit ingress ingress-resource-backend -n critical-space
kubectl annotate ingress ingress-resource-backend -n critical-space nginx.ingress.kubernetes.io/rewrite-target=/
