# red: lasting
kubectl delete service pay-service -n critical-space
kubectl expose deployment webapp-pay -n critical-space --name=pay --port=8282 --target-port=8080
sed -e 's/nginx-example/nginx/' -e 's/name: pay-service/name: pay/' abc.yaml | kubectl apply -f -
