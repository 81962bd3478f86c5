#!/usr/bin/env node
// Runs dist/core.cjs out of V8's code cache, which saves compiling it at every start. Without a fitting cache it still runs.
const { readFileSync, writeFileSync } = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const filename = path.join(__dirname, 'core.cjs')
let cachedData
try {
  cachedData = readFileSync(`${filename}.cache`)
} catch {
  // built without one
}
const source = `(function (exports, require, module, __filename, __dirname, __import) {${readFileSync(filename, 'latin1')}\n})`
const script = new vm.Script(source, { filename, cachedData })
if (process.env.KUBEDRILL_WRITE_CACHE) {
  process.on('exit', () => writeFileSync(`${filename}.cache`, script.createCachedData()))
}
// code out of the cache has lost its own import()
script.runInThisContext()(exports, require, module, filename, __dirname, (name) => import(name))
