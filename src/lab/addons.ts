/** Installs add-ons into a new world: their objects, and the webhooks that stand behind their services. */
import type { Webhook } from '../apiserver/admission/validating-webhooks.ts'
import { addonNames, addonObjects } from '../controllers/addons/index.ts'
import { checkCertManager } from '../controllers/cert-manager/validate.ts'
import type { Ingress } from '../kinds/generated/api-types.ts'
import { checkIngress } from '../network/ingress-nginx/validate.ts'
import { create } from './prepare.ts'
import type { World } from './world.ts'

/** Creates the objects in order and lets the pods start. */
export function installAddons(world: World): void {
  for (const [service, webhook] of Object.entries(webhooksOf(world))) world.server.webhooks.set(service, webhook)
  for (const name of addonNames) {
    if (!world.addons.includes(name)) continue
    for (const object of addonObjects(name)!) {
      create(world, structuredClone(object))
      if (object.kind === 'CustomResourceDefinition') world.drain()
    }
  }
  if (world.addons.length > 0) world.settle()
}

const webhooksOf = (world: World): Readonly<Record<string, Webhook>> => ({
  'ingress-nginx/ingress-nginx-controller-admission': (_admission, object) => {
    const message = checkIngress(object as Ingress, world.network.context)
    return message === undefined ? undefined : { message, code: 400, reason: 'BadRequest' }
  },
  'cert-manager/cert-manager-webhook': ({ kind }, object) => {
    const message = object === undefined ? undefined : checkCertManager(kind.kind, object)
    return message === undefined ? undefined : { message, code: 406, reason: 'NotAcceptable' }
  },
})
