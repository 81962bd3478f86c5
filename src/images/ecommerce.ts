/** kodekloud/ecommerce: the Flask shop of the exercises; each tag is one page of it. */
import { flask } from './flask.ts'
import type { Image } from './image.ts'
import { parseReference } from './reference.ts'

export const ecommerce: Image = {
  names: ['kodekloud/ecommerce', 'kodekloud/webapp-color', 'kodekloud/simple-webapp'],
  sizeBytes: 32_506_880,
  entrypoint: ['/bin/sh', '-c', 'FLASK_APP=app.py flask run --host=0.0.0.0 --port=8080'],
  tools: 'busybox',
  programs: ['python', 'python3', 'flask'],
  workingDir: '/opt',
  start: ({ argv, image }) => {
    if (!argv.join(' ').includes('flask run')) return undefined
    const page = PAGES[parseReference(image).tag ?? ''] ?? PAGES['']!
    return {
      logs: [' * Serving Flask app "app.py"', ' * Environment: production',
        '   WARNING: Do not use the development server in a production environment.', '   Use a production WSGI server instead.',
        ' * Debug mode: off', ' * Running on http://0.0.0.0:8080/ (Press CTRL+C to quit)'],
      listens: [{ port: 8080, protocol: 'TCP', serves: flask({ '/': page }) }],
    }
  },
}

const picture = (background: string, source: string): string => `<!doctype html>
<title>Hello from Flask</title>
<body style="background: ${background};">
<div style="color: #e4e4e4;
text-align: center;
height: 90px;
vertical-align: middle;">
<img src="${source}">
</div>
</body>
`

const CLOUD = 'https://res.cloudinary.com/cloudusthad/image/upload'

const PAGES: Readonly<Record<string, string>> = {
  '': picture('#16a085', `${CLOUD}/v1547053817/error_404.png`),
  pay: picture('#2980b9', `${CLOUD}/v1547306802/a-customer-making-wireless-or-contactless-payment-PSWG6FE-low.jpg`),
  apparels: picture('#8e44ad', `${CLOUD}/v1547052428/apparels.jpg`),
  video: picture('#30336b', `${CLOUD}/v1547052431/video.jpg`),
  food: picture('#be2edd', `${CLOUD}/v1547052434/food.jpg`),
  '404': picture('#e74c3c', `${CLOUD}/v1547053817/error_404.png`),
}
