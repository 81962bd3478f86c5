export KUBE_EDITOR="sed -i -e 's/name: ((app))-config$/name: ((app))-((config))/' -e 's/key: CURRENCY/key: currency/'"
kubectl edit deployment ((app)) -n finance
kubectl rollout status deployment ((app)) -n finance
