# red: page, lasting
sed -e 's/nginx-example/nginx/' -e 's#path: /pay#path: /#' abc.yaml | kubectl apply -f -
