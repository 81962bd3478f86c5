/** Classroom 50: classroom50/result/v1. */
import type { Format } from './format.ts'

export const classroom50: Format = {
  name: 'classroom50',
  extension: 'json',
  one: ({ lab, submission, grade, at }) => `${JSON.stringify({
    schema: 'classroom50/result/v1',
    classroom: '', assignment: lab, assignment_type: 'individual', owner: '', submission, commit: '', release: '', review: '',
    datetime: new Date(at).toISOString(),
    score: grade?.score ?? 0,
    'max-score': grade?.max ?? 0,
    tests: (grade?.tasks ?? []).map((task) => ({
      'test-name': task.id, passed: task.points === task.max, score: task.points, 'max-score': task.max,
    })),
  }, null, 2)}\n`,
}
