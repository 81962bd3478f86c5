# red: routed, page, lasting
sed -e 's/nginx-example/nginx/' -e 's#path: /pay#path: /payment#' abc.yaml | kubectl apply -f -
