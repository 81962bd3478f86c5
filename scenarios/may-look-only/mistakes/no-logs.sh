# red: logs
kubectl create role look -n ((team)) --verb=get,list,watch --resource=pods,deployments.apps
kubectl create rolebinding dev-user-looks -n ((team)) --role=look --user=dev-user
