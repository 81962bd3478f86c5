/** All controllers of a cluster, one line each; each sees changes in this order. */
import { apiServiceController } from './api-service.ts'
import { certificateSigner } from './certificate-signer.ts'
import { clusterRoleAggregationController } from './cluster-role-aggregation.ts'
import type { Controller } from './controller.ts'
import { certificateRequestsController } from './cert-manager/certificate-requests.ts'
import { certificatesController } from './cert-manager/certificates.ts'
import { challengesController } from './cert-manager/challenges.ts'
import { ingressShimController } from './cert-manager/ingress-shim.ts'
import { clusterIssuersController, issuersController } from './cert-manager/issuers.ts'
import { ordersController } from './cert-manager/orders.ts'
import { cronJobController } from './cron-job/cron-job.ts'
import { customResourceDefinitionController } from './custom-resource-definition.ts'
import { daemonSetController } from './daemon-set/daemon-set.ts'
import { deploymentController } from './deployment/deployment.ts'
import { disruptionController } from './disruption.ts'
import { endpointSliceController } from './endpoints/endpoint-slices.ts'
import { endpointsController } from './endpoints/endpoints.ts'
import { endpointSliceMirroringController } from './endpoints/mirroring.ts'
import { flowSchemaController } from './flow-schema.ts'
import { garbageCollector } from './garbage-collector.ts'
import { gatewayController } from './gateway/gateway.ts'
import { gatewayClassController, grpcRouteController, httpRouteController } from './gateway/routes.ts'
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler.ts'
import { ingressNginxController } from './ingress-nginx.ts'
import { jobController } from './job/job.ts'
import { kubelet } from './kubelet/kubelet.ts'
import { loadBalancerController } from './load-balancer.ts'
import { nodeMetricsController, podMetricsController } from './metrics-server/metrics-server.ts'
import { namespaceController } from './namespace.ts'
import { nodeLifecycleController } from './node/heartbeat.ts'
import { podGarbageCollector } from './node/pod-gc.ts'
import { taintEvictionController } from './node/taint-eviction.ts'
import { replicaSetController } from './replicaset.ts'
import { replicationController } from './replication-controller.ts'
import { resourceQuotaController } from './resource-quota.ts'
import { rootCaController } from './root-ca.ts'
import { scheduler } from './scheduler/scheduler.ts'
import { serviceAccountTokenController } from './service-account-token.ts'
import { serviceAccountController } from './service-account.ts'
import { statefulSetController } from './stateful-set/stateful-set.ts'
import { claimBinder } from './volumes/binder.ts'
import { ephemeralVolumeController } from './volumes/ephemeral.ts'
import { localPathCleaner, localPathProvisioner } from './volumes/local-path.ts'
import { claimProtection, volumeProtection } from './volumes/protection.ts'
import { volumeController } from './volumes/volumes.ts'

export const controllers: readonly Controller<any>[] = [
  namespaceController,
  serviceAccountController,
  serviceAccountTokenController,
  rootCaController,
  clusterRoleAggregationController,
  resourceQuotaController,
  certificateSigner,
  apiServiceController,
  cronJobController,
  jobController,
  deploymentController,
  replicaSetController,
  replicationController,
  statefulSetController,
  daemonSetController,
  horizontalPodAutoscalerController,
  disruptionController,
  ephemeralVolumeController,
  claimBinder,
  volumeController,
  claimProtection,
  volumeProtection,
  scheduler,
  kubelet,
  nodeLifecycleController,
  taintEvictionController,
  podGarbageCollector,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  garbageCollector,
  podMetricsController,
  nodeMetricsController,
  localPathProvisioner,
  localPathCleaner,
  customResourceDefinitionController,
  flowSchemaController,
  loadBalancerController,
  ingressNginxController,
  gatewayClassController,
  gatewayController,
  httpRouteController,
  grpcRouteController,
  issuersController,
  clusterIssuersController,
  ingressShimController,
  certificatesController,
  certificateRequestsController,
  ordersController,
  challengesController,
]
