/** cert-manager's CRDs; what serves them is data/addons/cert-manager.yaml. */
import type { AnyObj } from '../../kinds/object.ts'
import { customResource } from './custom-resource.ts'

const GROUP = 'cert-manager.io'
const ACME = 'acme.cert-manager.io'

const ready = { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type == "Ready")].status' }
const status = { name: 'Status', type: 'string', jsonPath: '.status.conditions[?(@.type == "Ready")].message', priority: 1 }
const issuer = { name: 'Issuer', type: 'string', jsonPath: '.spec.issuerRef.name' }
const age = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
const issuerColumns = [ready, { ...status }, age]

/** deploy/crds */
export const certManagerDefinitions: readonly AnyObj[] = [
  customResource({
    group: GROUP, versions: ['v1'], kind: 'Certificate', plural: 'certificates', short: ['cert', 'certs'], categories: ['cert-manager'], scope: 'Namespaced',
    columns: [
      ready, { name: 'Secret', type: 'string', jsonPath: '.spec.secretName' }, { ...issuer, priority: 1 }, status, age,
    ],
  }),
  customResource({
    group: GROUP, versions: ['v1'], kind: 'CertificateRequest', plural: 'certificaterequests', short: ['cr', 'crs'], categories: ['cert-manager'], scope: 'Namespaced',
    columns: [
      { name: 'Approved', type: 'string', jsonPath: '.status.conditions[?(@.type == "Approved")].status' },
      { name: 'Denied', type: 'string', jsonPath: '.status.conditions[?(@.type == "Denied")].status' },
      ready, issuer, { name: 'Requester', type: 'string', jsonPath: '.spec.username' }, status, age,
    ],
  }),
  customResource({ group: GROUP, versions: ['v1'], kind: 'Issuer', plural: 'issuers', categories: ['cert-manager'], scope: 'Namespaced', columns: issuerColumns }),
  customResource({ group: GROUP, versions: ['v1'], kind: 'ClusterIssuer', plural: 'clusterissuers', short: ['ciss'], categories: ['cert-manager'], scope: 'Cluster', columns: issuerColumns }),
  customResource({
    group: ACME, versions: ['v1'], kind: 'Order', plural: 'orders', categories: ['cert-manager', 'cert-manager-acme'], scope: 'Namespaced',
    columns: [
      { name: 'State', type: 'string', jsonPath: '.status.state' }, { ...issuer, priority: 1 },
      { name: 'Reason', type: 'string', jsonPath: '.status.reason', priority: 1 }, age,
    ],
  }),
  customResource({
    group: ACME, versions: ['v1'], kind: 'Challenge', plural: 'challenges', categories: ['cert-manager', 'cert-manager-acme'], scope: 'Namespaced',
    columns: [
      { name: 'State', type: 'string', jsonPath: '.status.state' }, { name: 'Domain', type: 'string', jsonPath: '.spec.dnsName' },
      { name: 'Reason', type: 'string', jsonPath: '.status.reason', priority: 1 }, age,
    ],
  }),
]
