import type { ProgramTable } from './index.ts'
export const grepPrograms: ProgramTable = () => ({})
