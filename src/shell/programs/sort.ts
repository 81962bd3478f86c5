import type { ProgramTable } from './index.ts'
export const sortPrograms: ProgramTable = () => ({})
