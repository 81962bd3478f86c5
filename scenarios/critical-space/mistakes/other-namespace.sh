# red: routed, page, lasting
sed -e 's/nginx-example/nginx/' -e 's/namespace: critical-space/namespace: default/' abc.yaml | kubectl apply -f -
