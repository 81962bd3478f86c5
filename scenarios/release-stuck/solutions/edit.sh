export KUBE_EDITOR="sed -i -e 's/ngnix:1.27/nginx:1.27/' -e 's/64Gi/64Mi/'"
kubectl edit deployment ((app)) -n web
kubectl rollout status deployment/((app)) -n web
