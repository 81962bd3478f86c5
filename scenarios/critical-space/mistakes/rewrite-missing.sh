# red: page, lasting
kubectl patch ingress ingress-resource-backend -n critical-space --type=merge -p '{"spec":{"ingressClassName":"nginx"}}'
