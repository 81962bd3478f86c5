# red: settings
kubectl set env deployment/((app)) -n finance CURRENCY=USD
kubectl rollout status deployment ((app)) -n finance
