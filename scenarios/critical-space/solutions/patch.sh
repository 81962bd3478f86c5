kubectl patch ingress ingress-resource-backend -n critical-space --type=merge -p '{"metadata":{"annotations":{"nginx.ingress.kubernetes.io/rewrite-target":"/"}},"spec":{"ingressClassName":"nginx"}}'
