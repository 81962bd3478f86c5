import type { ProgramTable } from './index.ts'
export const headPrograms: ProgramTable = () => ({})
