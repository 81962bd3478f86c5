kubectl create role look -n ((team)) --verb=get,list,watch --resource=pods,pods/log,deployments.apps
kubectl create rolebinding dev-user-looks -n ((team)) --role=look --user=dev-user
