/** The fields that field selectors may name, by kind (pkg/apis/core/v1/conversion.go and its like). */
import type { CertificateSigningRequest, Event, Job, Namespace, Node, Pod, Secret, Service } from '../generated/api-types.ts'

type Fields<T> = { readonly [path: string]: (object: T) => string }

export const podFields: Fields<Pod> = {
  'spec.nodeName': (pod) => pod.spec?.nodeName ?? '',
  'spec.restartPolicy': (pod) => pod.spec?.restartPolicy ?? '',
  'spec.schedulerName': (pod) => pod.spec?.schedulerName ?? '',
  'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName ?? '',
  'spec.hostNetwork': (pod) => String(pod.spec?.hostNetwork ?? false),
  'status.phase': (pod) => pod.status?.phase ?? '',
  'status.podIP': (pod) => pod.status?.podIP ?? '',
  'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
}

export const nodeFields: Fields<Node> = {
  'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false),
}

export const namespaceFields: Fields<Namespace> = {
  name: (namespace) => namespace.metadata.name,
  'status.phase': (namespace) => namespace.status?.phase ?? '',
}

export const secretFields: Fields<Secret> = {
  type: (secret) => secret.type ?? '',
}

export const serviceFields: Fields<Service> = {
  'spec.clusterIP': (service) => service.spec?.clusterIP ?? '',
  'spec.type': (service) => service.spec?.type ?? '',
}

export const replicasField: Fields<{ status?: { replicas?: number } }> = {
  'status.replicas': (object) => String(object.status?.replicas ?? 0),
}

export const jobFields: Fields<Job> = {
  'status.successful': (job) => String(job.status?.succeeded ?? 0),
}

export const signingRequestFields: Fields<CertificateSigningRequest> = {
  'spec.signerName': (request) => request.spec?.signerName ?? '',
}

export const eventFields: Fields<Event> = {
  'involvedObject.kind': (event) => event.involvedObject?.kind ?? '',
  'involvedObject.namespace': (event) => event.involvedObject?.namespace ?? '',
  'involvedObject.name': (event) => event.involvedObject?.name ?? '',
  'involvedObject.uid': (event) => event.involvedObject?.uid ?? '',
  'involvedObject.apiVersion': (event) => event.involvedObject?.apiVersion ?? '',
  'involvedObject.resourceVersion': (event) => event.involvedObject?.resourceVersion ?? '',
  'involvedObject.fieldPath': (event) => event.involvedObject?.fieldPath ?? '',
  reason: (event) => event.reason ?? '',
  reportingComponent: (event) => event.reportingComponent ?? '',
  source: (event) => event.source?.component || event.reportingComponent || '',
  type: (event) => event.type ?? '',
}
