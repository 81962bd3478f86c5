# red: history
kubectl delete deployment ((app)) -n web
kubectl create deployment ((app)) -n web --image=nginx:1.27 --replicas=3
kubectl rollout status deployment/((app)) -n web
