/** Short ways to write the columns of server-side tables. */
import { describedField, fullTypeName } from '../descriptions.ts'
import type { Column } from '../kind.ts'
import type { Obj } from '../object.ts'

/** A text, or one that the API itself gives and that is looked up when somebody reads it. */
type Description = string | (() => string)
type ColumnType = NonNullable<Column['type']>

/** A column that is always shown. */
export const column = <T extends Obj>(
  name: string, description: Description, cell: Column<T>['cell'], type: ColumnType = 'string',
): Column<T> => ({
  name,
  type,
  get description() {
    return typeof description === 'string' ? description : description()
  },
  cell,
})

/** A column that only `-o wide` shows. */
export const wideColumn = <T extends Obj>(
  name: string, description: Description, cell: Column<T>['cell'], type: ColumnType = 'string',
): Column<T> => ({
  name,
  type,
  priority: 1,
  get description() {
    return typeof description === 'string' ? description : description()
  },
  cell,
})

/** The API's description of a field, without its values: `said('core.v1.PodSpec', 'nodeName')`. */
export const said = (type: string, field: string) => (): string =>
  describedField(fullTypeName(type), field).split('\n\nPossible enum values:')[0]!

export const sayBool = (value: boolean | undefined): string =>
  value === undefined ? '<unset>' : value ? 'True' : 'False'
