/** Variants: what a seed draws, and what it puts into the lab's files. */
import { describe, expect, it } from 'vitest'
import { drawVariant, fillIn, pathIn } from '../../src/lab/scenario/variants.ts'

const TEXT = 'title: x\nvariants:\n  port: [8080, 9090, 7070]\n  fault: [selector, port]\n'
const draw = (seed: number) => Object.fromEntries(drawVariant('scenario.yaml', TEXT, seed))

describe('variants', () => {
  it('are the same for the same seed and cover all choices over many', () => {
    expect(draw(3)).toEqual(draw(3))
    const drawn = Array.from({ length: 60 }, (_, seed) => draw(seed))
    expect([...new Set(drawn.map((d) => d['port']))].sort()).toEqual(['7070', '8080', '9090'])
    expect([...new Set(drawn.map((d) => d['fault']))].sort()).toEqual(['port', 'selector'])
  })
  it('are put into every text, and an unknown one is told with its place', () => {
    const variant = new Map([['port', '8080']])
    expect(fillIn('a.yaml', 'port: ((port))\nurl: http://x:((port))/', variant)).toBe('port: 8080\nurl: http://x:8080/')
    expect(() => fillIn('a.yaml', 'a: 1\nport: ((prot))', variant)).toThrow('a.yaml:2:7: there is no variant for ((prot)); declared: port')
  })
  it('choose folders by name=value', () => {
    const variant = new Map([['fault', 'port']])
    expect(pathIn('fault=port/20-service.yaml', variant)).toBe('20-service.yaml')
    expect(pathIn('fault=selector/20-service.yaml', variant)).toBeUndefined()
    expect(pathIn('10-web.yaml', variant)).toBe('10-web.yaml')
  })
  it('must be lists', () => {
    expect(() => drawVariant('s.yaml', 'variants:\n  port: 80\n', 1)).toThrow('s.yaml:2:3: variant "port" must be a list of values to draw from')
  })
})
