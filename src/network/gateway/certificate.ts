export function gatewayCertificate(..._a: any[]): any { return undefined }
