# red: settings
kubectl set env deployment/((app)) -n finance CURRENCY-
kubectl rollout status deployment ((app)) -n finance
