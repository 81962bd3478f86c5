import type { ProgramTable } from './index.ts'
export const listPrograms: ProgramTable = () => ({})
