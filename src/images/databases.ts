/** Databases and caches: the ones that need a password variable end with status 1 without it. */
import type { Image } from './image.ts'
import { officialTags } from './tags.ts'

interface Database {
  readonly names: readonly string[]
  readonly newest: string
  readonly port: number
  readonly program: string
  readonly sizeBytes: number
  /** One of these variables must be set. */
  readonly needs?: readonly string[]
  readonly complaint?: readonly string[]
  readonly ready: readonly string[]
}

const MYSQL_COMPLAINT = (product: string, prefix: string): readonly string[] => [
  `[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified`,
  `    You need to specify one of the following as an environment variable:`,
  ...[`${prefix}_ROOT_PASSWORD`, `${prefix}_ALLOW_EMPTY_PASSWORD`, `${prefix}_RANDOM_ROOT_PASSWORD`].map((name) => `    - ${name}`),
].map((line, i) => (i === 0 ? `[Note] [Entrypoint]: Entrypoint script for ${product} Server started.\n${line}` : line))
  .flatMap((line) => line.split('\n'))

const DATABASES: readonly Database[] = [
  {
    names: ['redis', 'valkey/valkey'], newest: '8.4', port: 6379, program: 'redis-server', sizeBytes: 52_000_000,
    ready: [
      '1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
      '1:M * Running mode=standalone, port=6379.', '1:M * Server initialized', '1:M * Ready to accept connections tcp',
    ],
  },
  {
    names: ['mysql'], newest: '9.5', port: 3306, program: 'mysqld', sizeBytes: 260_000_000,
    needs: ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD_FILE'],
    complaint: MYSQL_COMPLAINT('MySQL', 'MYSQL'),
    ready: ['[Note] [Entrypoint]: MySQL init process done. Ready for start up.', 'mysqld: ready for connections. port: 3306  MySQL Community Server - GPL.'],
  },
  {
    names: ['mariadb'], newest: '12.1', port: 3306, program: 'mariadbd', sizeBytes: 116_000_000,
    needs: ['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', 'MARIADB_RANDOM_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD'],
    complaint: MYSQL_COMPLAINT('MariaDB', 'MARIADB'),
    ready: ['mariadbd: ready for connections.'],
  },
  {
    names: ['postgres'], newest: '18.1', port: 5432, program: 'postgres', sizeBytes: 154_000_000,
    needs: ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD', 'POSTGRES_PASSWORD_FILE'],
    complaint: [
      'Error: Database is uninitialized and superuser password is not specified.',
      '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
      '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
      '',
      '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
      '       connections without a password. This is *not* recommended.',
      '',
      '       See PostgreSQL documentation about "trust":',
      '       https://www.postgresql.org/docs/current/auth-trust.html',
    ],
    ready: ['PostgreSQL init process complete; ready for start up.', 'LOG:  listening on IPv4 address "0.0.0.0", port 5432', 'LOG:  database system is ready to accept connections'],
  },
  { names: ['mongo'], newest: '8.2', port: 27017, program: 'mongod', sizeBytes: 302_000_000, ready: ['{"s":"I","c":"NETWORK","msg":"Waiting for connections","attr":{"port":27017}}'] },
  { names: ['memcached'], newest: '1.6', port: 11211, program: 'memcached', sizeBytes: 31_000_000, ready: [] },
  { names: ['rabbitmq'], newest: '4.2', port: 5672, program: 'rabbitmq-server', sizeBytes: 105_000_000, ready: [' completed with 0 plugins.'] },
  { names: ['cassandra'], newest: '5.0', port: 9042, program: 'cassandra', sizeBytes: 154_000_000, ready: ['Startup complete'] },
  { names: ['elasticsearch'], newest: '9.2', port: 9200, program: 'eswrapper', sizeBytes: 640_000_000, ready: ['started'] },
  { names: ['influxdb'], newest: '3.6', port: 8086, program: 'influxd', sizeBytes: 150_000_000, ready: ['Listening'] },
  { names: ['zookeeper'], newest: '3.9', port: 2181, program: 'zkServer.sh', sizeBytes: 120_000_000, ready: ['Started'] },
  { names: ['nats'], newest: '2.12', port: 4222, program: 'nats-server', sizeBytes: 8_000_000, ready: ['[INF] Server is ready'] },
]

export const databases: readonly Image[] = DATABASES.map((d) => ({
  names: d.names,
  tagged: officialTags(d.newest),
  sizeBytes: d.sizeBytes,
  entrypoint: ['docker-entrypoint.sh'],
  command: [d.program],
  tools: 'debian',
  programs: [d.program],
  start: ({ argv, env }) => {
    const program = argv[0] === 'docker-entrypoint.sh' ? argv[1] : argv[0]
    if (program !== d.program && program?.startsWith('-') !== true) return undefined
    if (d.needs !== undefined && argv[0] === 'docker-entrypoint.sh' && !d.needs.some((name) => (env.get(name) ?? '') !== '')) {
      return { logs: d.complaint ?? [], listens: [], exit: { code: 1, afterMs: 300 } }
    }
    const port = Number(/--port[= ](\d+)/.exec(argv.join(' '))?.[1] ?? d.port)
    return { logs: d.ready, listens: [{ port, protocol: 'TCP', serves: null }] }
  },
}))
