/** Gateway API's CRDs; what serves them is data/addons/gateway.yaml. */
import type { AnyObj } from '../../kinds/object.ts'
import { customResource } from './custom-resource.ts'

const GROUP = 'gateway.networking.k8s.io'
const _CONTROLLER = 'lab.gateway/controller'

const age = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
const hostnames = { name: 'Hostnames', type: 'string', jsonPath: '.spec.hostnames' }

const waiting = (type: string): AnyObj => ({
  lastTransitionTime: '1970-01-01T00:00:00Z', message: 'Waiting for controller', reason: 'Pending', status: 'Unknown', type,
}) as never

const pending = { type: 'object', default: { conditions: [waiting('Accepted'), waiting('Programmed')] }, 'x-kubernetes-preserve-unknown-fields': true }

/** config/crd/standard of Gateway API v1.4. */
export const gatewayDefinitions: readonly AnyObj[] = [
  customResource({
    group: GROUP, versions: ['v1', 'v1beta1'], kind: 'GatewayClass', plural: 'gatewayclasses', short: ['gc'], categories: ['gateway-api'], scope: 'Cluster',
    columns: [
      { name: 'Controller', type: 'string', jsonPath: '.spec.controllerName' },
      { name: 'Accepted', type: 'string', jsonPath: '.status.conditions[?(@.type=="Accepted")].status' }, age,
      { name: 'Description', type: 'string', jsonPath: '.spec.description', priority: 1 },
    ],
    status: { type: 'object', default: { conditions: [waiting('Accepted')] }, 'x-kubernetes-preserve-unknown-fields': true },
  }),
  customResource({
    group: GROUP, versions: ['v1', 'v1beta1'], kind: 'Gateway', plural: 'gateways', short: ['gtw'], categories: ['gateway-api'], scope: 'Namespaced',
    columns: [
      { name: 'Class', type: 'string', jsonPath: '.spec.gatewayClassName' },
      { name: 'Address', type: 'string', jsonPath: '.status.addresses[*].value' },
      { name: 'Programmed', type: 'string', jsonPath: '.status.conditions[?(@.type=="Programmed")].status' }, age,
    ],
    status: pending,
  }),
  customResource({ group: GROUP, versions: ['v1', 'v1beta1'], kind: 'HTTPRoute', plural: 'httproutes', categories: ['gateway-api'], scope: 'Namespaced', columns: [hostnames, age] }),
  customResource({ group: GROUP, versions: ['v1'], kind: 'GRPCRoute', plural: 'grpcroutes', categories: ['gateway-api'], scope: 'Namespaced', columns: [hostnames, age] }),
  customResource({ group: GROUP, versions: ['v1beta1'], kind: 'ReferenceGrant', plural: 'referencegrants', short: ['refgrant'], categories: ['gateway-api'], scope: 'Namespaced', columns: [age], noStatus: true }),
  customResource({ group: GROUP, versions: ['v1', 'v1alpha3'], kind: 'BackendTLSPolicy', plural: 'backendtlspolicies', short: ['btlspolicy'], categories: ['gateway-api'], scope: 'Namespaced', columns: [age] }),
]
