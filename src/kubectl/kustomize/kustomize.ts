/** Builds a kustomization into objects. */
import type { Io } from '../../lib/process.ts'
import { KubectlError } from '../errors.ts'

export const buildKustomization = (io: Pick<Io, 'files' | 'cwd'>, directory: string): object[] => {
  throw new KubectlError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in ` +
    `directory '${io.cwd}/${directory}'`)
}
