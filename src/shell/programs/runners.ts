import type { ProgramTable } from './index.ts'
export const runnerPrograms: ProgramTable = () => ({})
