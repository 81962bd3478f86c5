kubectl patch service ((app)) -n shop -p '{"spec":{"selector":{"app":"((app))"},"ports":[{"port":80,"targetPort":((port))}]}}'
