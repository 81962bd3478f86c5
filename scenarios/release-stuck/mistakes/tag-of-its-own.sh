# red: released, history
kubectl set image deployment/((app)) -n web nginx=nginx:latest
kubectl set resources deployment/((app)) -n web --requests=memory=64Mi
kubectl rollout status deployment/((app)) -n web
