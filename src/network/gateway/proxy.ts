export function gatewayExchange(..._a: any[]): any { return undefined }
