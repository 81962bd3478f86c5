# red: look, logs
kubectl create rolebinding dev-user-edits -n ((team)) --clusterrole=edit --user=dev-user
