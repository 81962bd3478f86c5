/** cert-manager as its helm chart installs it: CRDs, three Deployments, the webhook. */
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

const deployment = (name: string, component: string, image: string, args: string, ports: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: cert-manager
  labels: {app: ${component}, app.kubernetes.io/name: ${component}, app.kubernetes.io/instance: cert-manager}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: cert-manager
  labels: {app: ${component}, app.kubernetes.io/name: ${component}, app.kubernetes.io/instance: cert-manager}
spec:
  replicas: 1
  selector:
    matchLabels: {app.kubernetes.io/name: ${component}, app.kubernetes.io/instance: cert-manager}
  template:
    metadata:
      labels: {app: ${component}, app.kubernetes.io/name: ${component}, app.kubernetes.io/instance: cert-manager}
    spec:
      serviceAccountName: ${name}
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      containers:
      - name: ${name}
        image: quay.io/jetstack/${image}:v1.20.0
        imagePullPolicy: IfNotPresent
        args: ${args}
        ports: ${ports}
        env:
        - name: POD_NAMESPACE
          valueFrom:
            fieldRef: {fieldPath: metadata.namespace}
        securityContext:
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
          readOnlyRootFilesystem: true
      nodeSelector: {kubernetes.io/os: linux}
---`

export const certManager = `
apiVersion: v1
kind: Namespace
metadata:
  name: cert-manager
---${deployment('cert-manager', 'cert-manager', 'cert-manager-controller',
    '[--v=2, --cluster-resource-namespace=$(POD_NAMESPACE), --leader-election-namespace=kube-system, --max-concurrent-challenges=60]',
    '[{containerPort: 9402, name: http-metrics, protocol: TCP}, {containerPort: 9403, name: http-healthz, protocol: TCP}]')}
${deployment('cert-manager-webhook', 'webhook', 'cert-manager-webhook', '[--v=2, --secure-port=10250]',
    '[{containerPort: 10250, name: https, protocol: TCP}, {containerPort: 6080, name: healthcheck, protocol: TCP}]')}
${deployment('cert-manager-cainjector', 'cainjector', 'cert-manager-cainjector', '[--v=2, --leader-election-namespace=kube-system]',
    '[{containerPort: 9402, name: http-metrics, protocol: TCP}]')}
apiVersion: v1
kind: Service
metadata:
  name: cert-manager-webhook
  namespace: cert-manager
  labels: {app: webhook, app.kubernetes.io/name: webhook, app.kubernetes.io/instance: cert-manager}
spec:
  type: ClusterIP
  ports:
  - {name: https, port: 443, protocol: TCP, targetPort: https}
  selector: {app.kubernetes.io/name: webhook, app.kubernetes.io/instance: cert-manager}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: cert-manager-controller
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
- {kind: ServiceAccount, name: cert-manager, namespace: cert-manager}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: cert-manager-webhook
  labels: {app: webhook, app.kubernetes.io/name: webhook, app.kubernetes.io/instance: cert-manager}
webhooks:
- name: webhook.cert-manager.io
  admissionReviewVersions: [v1]
  clientConfig:
    service: {name: cert-manager-webhook, namespace: cert-manager, path: /validate}
  failurePolicy: Fail
  matchPolicy: Equivalent
  namespaceSelector:
    matchExpressions:
    - {key: cert-manager.io/disable-validation, operator: NotIn, values: ["true"]}
  rules:
  - apiGroups: [cert-manager.io, acme.cert-manager.io]
    apiVersions: [v1]
    operations: [CREATE, UPDATE]
    resources: ["*/*"]
  sideEffects: None
  timeoutSeconds: 30
`
