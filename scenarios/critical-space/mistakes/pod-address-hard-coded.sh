# red: lasting
ip=$(kubectl get pods -n critical-space -l app=webapp-pay -o jsonpath='{.items[0].status.podIP}')
kubectl apply -f - <<EOF
apiVersion: v1
kind: Service
metadata:
  name: pay-direct
  namespace: critical-space
spec:
  ports:
  - port: 8282
    targetPort: 8080
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: pay-direct-1
  namespace: critical-space
  labels:
    kubernetes.io/service-name: pay-direct
addressType: IPv4
ports:
- port: 8080
  protocol: TCP
endpoints:
- addresses: ["$ip"]
EOF
sed -e 's/nginx-example/nginx/' -e 's/name: pay-service/name: pay-direct/' abc.yaml | kubectl apply -f -
