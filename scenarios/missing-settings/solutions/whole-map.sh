kubectl set env deployment/((app)) -n finance CURRENCY-
kubectl set env deployment/((app)) -n finance --from=configmap/((app))-((config))
kubectl rollout status deployment ((app)) -n finance
