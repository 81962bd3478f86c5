/** The media type that a web server gives a file by its name. */

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html', htm: 'text/html', css: 'text/css', js: 'application/javascript', json: 'application/json',
  txt: 'text/plain', xml: 'text/xml', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif',
  ico: 'image/x-icon', pdf: 'application/pdf',
}

export function contentType(path: string): string {
  const dot = path.lastIndexOf('.')
  return (dot < 0 ? undefined : TYPES[path.slice(dot + 1).toLowerCase()]) ?? 'application/octet-stream'
}
