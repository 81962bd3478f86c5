import type { ProgramTable } from './index.ts'
export const namePrograms: ProgramTable = () => ({})
