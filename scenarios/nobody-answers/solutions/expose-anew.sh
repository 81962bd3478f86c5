kubectl delete service ((app)) -n shop
kubectl expose deployment ((app)) -n shop --port=80 --target-port=((port))
