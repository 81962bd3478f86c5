/** The JSON Schema of scenario.yaml: what editors complete and what the loader checks. */
import { checks } from '../checks/index.ts'
import type { Shape } from './shape.ts'

const text = (description: string): Shape => ({ type: 'string', description })
const texts = (description: string): Shape => ({ type: 'array', description, items: { type: 'string' } })

/** Domains of the CKA and CKAD curricula. */
const DOMAINS = [
  'Storage', 'Troubleshooting', 'Workloads and Scheduling', 'Cluster Architecture, Installation and Configuration',
  'Services and Networking', 'Application Design and Build', 'Application Deployment',
  'Application Observability and Maintenance', 'Application Environment, Configuration and Security',
] as const

const cluster: Shape = {
  type: 'object', additionalProperties: false, description: 'The cluster at the start; manifests stand in cluster/*.yaml.',
  properties: {
    addons: texts('What is installed besides Kubernetes: coredns, ingress-nginx, cert-manager, gateway, metrics-server, local-path.'),
    age: { type: 'string', pattern: '^(\\d+[dhms])+$', description: 'How long everything has been standing, e.g. 17m.' },
    nodes: { type: 'string', enum: ['single', 'pair'], description: 'One node that takes all pods, or a control plane and a worker (default).' },
    firstPodAddress: { type: 'string', pattern: '^(\\d+\\.){3}\\d+$', description: "The address of the first pod after the add-ons'." },
  },
}

const check: Shape = {
  type: 'object', additionalProperties: false,
  properties: {
    title: text('What is tried, in words for the learner.'),
    points: { type: 'integer', minimum: 0, description: 'What it is worth.' },
    guard: { type: 'boolean', description: 'Holds from the start and must not break: when it fails, the task is worth nothing.' },
    ...Object.fromEntries(checks.map((c) => [c.type, c.shape])),
  },
}

export const scenarioSchema: Shape = {
  type: 'object', additionalProperties: false,
  required: ['title', 'domain', 'difficulty', 'minutes', 'story', 'tasks', 'debrief'],
  properties: {
    title: text('The symptom, never the cause.'),
    domain: { type: 'string', enum: DOMAINS, description: 'Domain of the curriculum.' },
    competencies: texts('Competencies of the curriculum.'),
    exams: { type: 'array', items: { type: 'string', enum: ['cka', 'ckad'] }, description: 'Exams that ask for it.' },
    difficulty: { type: 'string', enum: ['easy', 'medium', 'hard'] },
    minutes: { type: 'integer', minimum: 1, description: 'How long it takes somebody who can do it.' },
    story: text('Markdown: what happened, who asks.'),
    variants: {
      type: 'object', additionalProperties: { type: 'array', minItems: 1 },
      description: 'Parameter to the values that a seed draws from; ((parameter)) stands for it in every file.',
    },
    cluster,
    tasks: {
      type: 'array', minItems: 1,
      items: {
        type: 'object', additionalProperties: false, required: ['id', 'text', 'checks'],
        properties: {
          id: { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$', description: 'Short name, unique in the lab.' },
          text: text('Markdown: what shall be so afterwards.'),
          checks: { type: 'array', minItems: 1, items: check },
        },
      },
    },
    hints: {
      type: 'array', description: 'From the vaguest to the clearest.',
      items: {
        type: 'object', additionalProperties: false, required: ['text'],
        properties: { text: text('Markdown.'), cost: { type: 'integer', minimum: 0, description: 'Points taken off when it is looked at.' } },
      },
    },
    debrief: text('Markdown: what was wrong, why, and how it shows; read after the lab.'),
  },
}
