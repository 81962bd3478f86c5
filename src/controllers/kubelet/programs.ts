/** The programs that containers run, handed down from the rooms above. */
import type { Image } from '../../images/image.ts'
import type { Place, Program } from '../../lib/process.ts'

/** Where a program is looked up. */
export interface ProgramPlace {
  readonly place: Place
  readonly image: Image
}

export interface Programs {
  /** The program behind the first word of a command; undefined: it is not in the image. */
  find(name: string, at: ProgramPlace): Program | undefined
}
