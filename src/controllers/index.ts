/** All controllers of a cluster, one line each; each sees changes in this order. */
import type { Controller } from './controller.ts'
import { customResourceDefinitionController } from './custom-resource-definition.ts'
import { deploymentController } from './deployment/deployment.ts'
import { endpointSliceController } from './endpoints/endpoint-slices.ts'
import { endpointsController } from './endpoints/endpoints.ts'
import { endpointSliceMirroringController } from './endpoints/mirroring.ts'
import { garbageCollector } from './garbage-collector.ts'
import { gatewayController } from './gateway/gateway.ts'
import { gatewayClassController, grpcRouteController, httpRouteController } from './gateway/routes.ts'
import { ingressNginxController } from './ingress-nginx.ts'
import { kubelet } from './kubelet/kubelet.ts'
import { loadBalancerController } from './load-balancer.ts'
import { namespaceController } from './namespace.ts'
import { replicaSetController } from './replicaset.ts'
import { replicationController } from './replication-controller.ts'
import { rootCaController } from './root-ca.ts'
import { scheduler } from './scheduler/scheduler.ts'
import { serviceAccountController } from './service-account.ts'

export const controllers: readonly Controller<any>[] = [
  namespaceController,
  serviceAccountController,
  rootCaController,
  deploymentController,
  replicaSetController,
  replicationController,
  scheduler,
  kubelet,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  garbageCollector,
  customResourceDefinitionController,
  loadBalancerController,
  ingressNginxController,
  gatewayClassController,
  gatewayController,
  httpRouteController,
  grpcRouteController,
]
