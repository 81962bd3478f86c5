/** The parts of an image's name. */

/** The tag; `latest` when neither tag nor digest is said, '' behind a bare digest (pkg/util/parsers/parsers.go). */
export function imageTag(image: string): string {
  const [name, digest] = image.split('@') as [string, string | undefined]
  const colon = name.lastIndexOf(':')
  if (colon > name.lastIndexOf('/')) return name.slice(colon + 1)
  return digest === undefined && name !== '' ? 'latest' : ''
}
