import type { ProgramTable } from './index.ts'
export const systemPrograms: ProgramTable = () => ({})
