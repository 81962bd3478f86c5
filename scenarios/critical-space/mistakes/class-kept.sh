# red: routed, page, lasting
kubectl apply -f abc.yaml
