/** kubectl kustomize. */
import { writeYaml } from '../../lib/yaml-write.ts'
import { KubectlError } from '../errors.ts'
import { buildKustomization } from '../kustomize/kustomize.ts'
import { absolute } from '../paths.ts'
import type { Verb } from '../verb.ts'

export const kustomize: Verb = {
  path: 'kustomize',
  run: session => {
    const { args, flags, io } = session
    if (args.length > 1) throw new KubectlError('specify one path to kustomization.yaml')
    const text = buildKustomization(io, args[0] ?? '.').map(writeYaml).join('---\n')
    const output = flags.string('output')
    if (output === '') session.print(text)
    else io.files.write(absolute(output, io.cwd), text)
    return 0
  },
}
