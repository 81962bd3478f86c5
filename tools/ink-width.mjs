// Stands in for string-width inside the terminal's bundle: our own measure, which needs no segmenter for a plain row.
import { width } from '../src/lib/editor/width.ts'

const SGR = /\x1b\[[0-9;]*m/g

export default text => width(text.includes('\x1b') ? text.replace(SGR, '') : text)
