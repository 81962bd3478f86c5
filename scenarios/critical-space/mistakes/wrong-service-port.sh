# red: routed, page, lasting
sed -e 's/nginx-example/nginx/' -e 's/number: 8282/number: 80/' abc.yaml | kubectl apply -f -
