kubectl set image deployment/((app)) -n web nginx=nginx:1.27
kubectl set resources deployment/((app)) -n web --requests=memory=64Mi
kubectl rollout status deployment/((app)) -n web
