# red: answers, lasting
kubectl delete service ((app)) -n shop
kubectl expose deployment ((app)) -n shop --port=((port))
