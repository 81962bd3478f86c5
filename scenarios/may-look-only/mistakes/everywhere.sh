# red: look
kubectl create clusterrolebinding dev-user-views --clusterrole=view --user=dev-user
