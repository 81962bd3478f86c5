/** A request to the API server and its answer: what kubectl, controllers and the HTTP door all speak. */
import type { AnyObj, Obj } from '../kinds/object.ts'
import type { Status } from './errors.ts'

export type RequestVerb =
  | 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection'

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml'

export interface UserInfo {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: { readonly [key: string]: readonly string[] }
}

export interface RequestOptions {
  readonly labelSelector?: string
  readonly fieldSelector?: string
  readonly limit?: number
  readonly continue?: string
  readonly resourceVersion?: string
  readonly resourceVersionMatch?: string
  readonly allowWatchBookmarks?: boolean
  readonly sendInitialEvents?: boolean
  readonly dryRun?: boolean
  readonly fieldManager?: string
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** Server-side apply takes conflicting fields over. */
  readonly force?: boolean
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
  /** Objects in the answer carry metadata.managedFields. */
  readonly managedFields?: boolean
  /** A Table (kubectl get), or only the metadata of each object. */
  readonly as?: 'object' | 'table' | 'metadata'
  /** The older name of a propagation policy: true is Orphan, false Background. */
  readonly orphanDependents?: boolean
  /** What a Table's rows carry of their objects. */
  readonly includeObject?: 'None' | 'Metadata' | 'Object'
  /** Query parameters of subresources: container, follow, tailLines, command, … */
  readonly query?: { readonly [name: string]: string | readonly string[] }
}

export interface ApiRequest {
  readonly verb: RequestVerb
  readonly group: string
  readonly version: string
  /** Plural. */
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  /** Decoded JSON. For a patch: the patch. */
  readonly body?: unknown
  readonly patchType?: PatchType
  readonly user: UserInfo
  readonly options?: RequestOptions
  /** Set by the server: the revision where a dry run began. */
  readonly dryRunFrom?: number
  /** Names the field manager where fieldManager is not given: "kubectl/v1.35.2 (linux/amd64) …". */
  readonly userAgent?: string
}

export interface ObjectList {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number }
  readonly items: readonly Obj[]
}

/** metav1.Table. */
export interface Table {
  readonly kind: 'Table'
  readonly apiVersion: 'meta.k8s.io/v1'
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number }
  readonly columnDefinitions: readonly ColumnDefinition[]
  readonly rows: readonly TableRow[]
}

export interface ColumnDefinition {
  readonly name: string
  readonly type: string
  readonly format: string
  readonly description: string
  readonly priority: 0 | 1
}

export interface TableRow {
  readonly cells: readonly (string | number | boolean | null)[]
  readonly object?: AnyObj | null
}

export interface ApiResponse {
  readonly code: number
  readonly body: Obj | ObjectList | Table | Status
  /** Texts of Warning headers, in order. */
  readonly warnings: readonly string[]
}
