# red: lasting
ip=$(kubectl get pods -n shop -l app=((app)) -o jsonpath='{.items[0].status.podIP}')
kubectl delete service ((app)) -n shop
kubectl create service clusterip ((app)) -n shop --tcp=80:((port))
kubectl patch service ((app)) -n shop --type=json -p '[{"op":"remove","path":"/spec/selector"}]'
kubectl apply -f - <<EOF
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: ((app))-by-hand
  namespace: shop
  labels:
    kubernetes.io/service-name: ((app))
addressType: IPv4
ports:
- name: 80-((port))
  port: ((port))
  protocol: TCP
endpoints:
- addresses: ["$ip"]
EOF
