/** Prints server-side Tables as kubectl get does. */
import type { ColumnDefinition, Table, TableRow } from '../../apiserver/request.ts'
import { goValue } from '../../lib/go-print.ts'
import { byCodePoint } from '../../lib/json.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'

export interface TableOptions {
  readonly noHeaders?: boolean
  readonly wide?: boolean
  readonly withNamespace?: boolean
  /** "deployment.apps": put before the names. */
  readonly kind?: string
  readonly showLabels?: boolean
  readonly labelColumns?: readonly string[]
}

/** Gathers rows of one kind, one table after another. Upstream: `cli-runtime/pkg/printers/tableprinter.go`. */
export class TablePrinter {
  private readonly options: TableOptions
  private lines: string[][] = []
  private readonly widths: number[] = []
  private header: string | undefined

  constructor(options: TableOptions) {
    this.options = options
  }

  add(table: Table, event?: string): void {
    if (table.rows.length === 0) return
    const columns = table.columnDefinitions
    const header = columns.map(column => column.name).join('\t')
    if (!this.options.noHeaders && header !== this.header) this.lines.push(this.headerLine(columns, event))
    this.header = header
    for (const row of table.rows) this.lines.push(this.rowLine(columns, row, event))
  }

  /** What has been gathered since the last time. */
  flush(): string {
    const text = alignLines(this.lines, TABLE_LAYOUT, this.widths)
    this.lines = []
    return text
  }

  private headerLine(columns: readonly ColumnDefinition[], event?: string): string[] {
    const { wide, withNamespace, labelColumns = [], showLabels } = this.options
    return [
      ...(event === undefined ? [] : ['EVENT']),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...columns.filter(column => wide || column.priority === 0).map(column => column.name.toUpperCase()),
      ...labelColumns.map(label => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ]
  }

  private rowLine(columns: readonly ColumnDefinition[], row: TableRow, event?: string): string[] {
    const { wide, withNamespace, labelColumns = [], showLabels, kind } = this.options
    const { namespace = '', labels = {} } = row.object?.metadata ?? {}
    const cells: string[] = event === undefined ? [] : [event]
    if (withNamespace) cells.push(namespace)
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]!
      if (!wide && column.priority !== 0) continue
      const text = cellText(row.cells[at])
      const named = kind !== undefined && column.format === 'name' && column.type === 'string'
      cells.push(named ? `${kind}/${text}` : text)
    }
    for (const label of labelColumns) cells.push(labels[label] ?? '')
    if (showLabels) cells.push(labelText(labels))
    return cells
  }
}

/** "a=1,b=2", sorted; "<none>" for no labels. */
const labelText = (labels: { readonly [key: string]: string }): string => {
  const pairs = Object.keys(labels).sort(byCodePoint).map(key => `${key}=${labels[key]}`)
  return pairs.length === 0 ? '<none>' : pairs.join(',')
}

/** A cell ends at its first line break. */
const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' ? cell : goValue(cell)
  const end = text.search(/[\f\n\r]/)
  return escapeTerminal(end < 0 ? text : `${text.slice(0, end)}...`)
}

/** Upstream: `cli-runtime/pkg/printers/terminal.go`. */
const escapeTerminal = (text: string): string =>
  text.includes('\x1b') || text.includes('\r')
    ? text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r')
    : text
