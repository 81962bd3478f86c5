kubectl create rolebinding dev-user-views -n ((team)) --clusterrole=view --user=dev-user
