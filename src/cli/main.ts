#!/usr/bin/env node
/** The kubedrill command: picks a subcommand and loads only what it needs. */
import { createWorld } from '../lab/world.ts'

const world = createWorld({ seed: 1 })
world.settle()
process.stdout.write(`${world.dump().objects.length} objects\n`)
