export KUBE_EDITOR="sed -i -e 's/app: ((app))-web/app: ((app))/' -e 's/targetPort: 5000/targetPort: ((port))/'"
kubectl edit service ((app)) -n shop
