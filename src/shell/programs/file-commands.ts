import type { ProgramTable } from './index.ts'
export const filePrograms: ProgramTable = () => ({})
