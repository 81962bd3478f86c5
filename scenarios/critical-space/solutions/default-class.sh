kubectl annotate ingressclass nginx ingressclass.kubernetes.io/is-default-class=true
kubectl delete ingress ingress-resource-backend -n critical-space
sed '/ingressClassName/d' abc.yaml | kubectl apply -f -
