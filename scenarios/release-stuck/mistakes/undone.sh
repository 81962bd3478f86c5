# red: released, history
kubectl rollout undo deployment/((app)) -n web
kubectl rollout status deployment/((app)) -n web
