# red: routed, page, lasting
sed -e 's/nginx-example/nginx/' -e 's/number: 8282/number: 8080/' abc.yaml | kubectl apply -f -
