/** Images of the cluster's own parts and of well-known services: they run for ever on their ports. */
import type { Image } from './image.ts'
import { officialTags } from './tags.ts'

/** [names, program, ports, size]; an official Docker Hub image has its newest version as well. */
const SYSTEM: readonly (readonly [names: readonly string[], program: string, ports: readonly number[], sizeBytes: number, newest?: string])[] = [
  [['registry.k8s.io/pause', 'k8s.gcr.io/pause', 'gcr.io/google_containers/pause'], '/pause', [], 320_448],
  [['registry.k8s.io/kube-apiserver'], 'kube-apiserver', [6443], 27_000_000],
  [['registry.k8s.io/kube-controller-manager'], 'kube-controller-manager', [10257], 22_000_000],
  [['registry.k8s.io/kube-scheduler'], 'kube-scheduler', [10259], 17_000_000],
  [['registry.k8s.io/kube-proxy'], '/usr/local/bin/kube-proxy', [10256], 25_000_000],
  [['registry.k8s.io/etcd', 'quay.io/coreos/etcd'], 'etcd', [2379, 2380], 23_000_000],
  [['registry.k8s.io/metrics-server/metrics-server'], '/metrics-server', [10250], 22_000_000],
  [['rancher/local-path-provisioner'], 'local-path-provisioner', [], 20_000_000],
  [['quay.io/calico/node', 'docker.io/calico/node', 'calico/node'], 'start_runit', [9099], 156_000_000],
  [['quay.io/prometheus/prometheus', 'prom/prometheus'], '/bin/prometheus', [9090], 120_000_000],
  [['grafana/grafana'], '/run.sh', [3000], 180_000_000],
  [['prom/node-exporter', 'quay.io/prometheus/node-exporter'], '/bin/node_exporter', [9100], 12_000_000],
  [['fluentd', 'fluent/fluentd'], 'fluentd', [24224], 45_000_000, '1.19'],
  [['fluent/fluent-bit'], '/fluent-bit/bin/fluent-bit', [2020], 35_000_000],
  [['haproxy'], 'haproxy', [80], 48_000_000, '3.3'],
  [['traefik'], '/entrypoint.sh', [80, 443, 8080], 52_000_000, '3.6'],
  [['caddy'], 'caddy', [80, 443], 19_000_000, '2.10'],
  [['tomcat'], 'catalina.sh', [8080], 150_000_000, '11.0'],
  [['wordpress'], 'apache2-foreground', [80], 240_000_000, '6.9'],
  [['ghost'], 'node', [2368], 150_000_000, '6.10'],
  [['drupal', 'joomla', 'nextcloud', 'phpmyadmin', 'adminer'], 'apache2-foreground', [80], 190_000_000, '99'],
  [['registry'], '/entrypoint.sh', [5000], 10_000_000, '3.0'],
  [['vault', 'hashicorp/vault'], 'docker-entrypoint.sh', [8200], 150_000_000, '1.21'],
  [['consul', 'hashicorp/consul'], 'docker-entrypoint.sh', [8500], 60_000_000, '1.22'],
  [['mongo-express'], 'mongo-express', [8081], 60_000_000, '1.2'],
  [['jenkins/jenkins'], '/usr/local/bin/jenkins.sh', [8080, 50000], 260_000_000],
  [['sonarqube', 'solr', 'kibana', 'logstash', 'neo4j', 'couchdb', 'kong', 'varnish', 'telegraf', 'redmine', 'docker'], '/entrypoint.sh', [80], 200_000_000, '99'],
]

export const systemImages: readonly Image[] = [
  ...SYSTEM.map(([names, program, ports, sizeBytes, newest]): Image => ({
    names,
    sizeBytes,
    ...(newest === undefined ? {} : { tagged: officialTags(newest) }),
    // a program with a path is the image's entrypoint, a plain word only its usual command
    ...(program.startsWith('/') ? { entrypoint: [program] } : { command: [program] }),
    tools: newest === undefined ? 'scratch' : 'busybox',
    start: ({ argv }) => argv[0] !== program ? undefined : {
      logs: [],
      listens: ports.map((port) => ({ port, protocol: 'TCP', serves: null })),
    },
  })),
  {
    names: ['hello-world'], tagged: officialTags('0.0', ['linux']), sizeBytes: 2_380, command: ['/hello'], tools: 'scratch',
    start: ({ argv }) => argv[0] !== '/hello' ? undefined : {
      logs: ['', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', ''],
      listens: [], exit: { code: 0, afterMs: 5 },
    },
  },
  {
    names: ['curlimages/curl', 'radial/busyboxplus', 'byrnedo/alpine-curl'], sizeBytes: 9_300_000, entrypoint: ['/entrypoint.sh'], command: ['curl'], tools: 'network',
    start: ({ argv }) => argv.length === 2 && argv[1] === 'curl'
      ? { logs: ["curl: try 'curl --help' for more information"], listens: [], exit: { code: 2, afterMs: 20 } }
      : undefined,
  },
]
