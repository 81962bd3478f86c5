import type { ProgramTable } from './index.ts'
export const findPrograms: ProgramTable = () => ({})
