# red: look, logs
kubectl create rolebinding dev-user-views -n ((team)) --clusterrole=view --serviceaccount=((team)):dev-user
