sed -i 's/nginx-example # mistake/nginx/' abc.yaml
kubectl apply -f abc.yaml
