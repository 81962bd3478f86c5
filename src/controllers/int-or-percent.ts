/** Numbers that may be written as a share of another one: "25%". */

/** apimachinery/pkg/util/intstr, GetScaledValueFromIntOrPercent */
export function scaledValue(value: number | string | undefined, total: number, round: 'up' | 'down'): number {
  if (value === undefined) return 0
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(value)?.[1]
  if (percent === undefined) return Number.parseInt(value, 10) || 0
  const share = (Number(percent) * total) / 100
  return round === 'up' ? Math.ceil(share) : Math.floor(share)
}
