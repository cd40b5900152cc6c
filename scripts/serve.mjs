/** Serves the built site with the site's headers: `node scripts/serve.mjs [folder]`, PORT to change the port. */
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { headersFor } from './headers.mjs';

/** Starts the server; resolves with its address when it listens. */
export function serve(folder, port) {
  // Pages are found as `/n/x.html` for `/n/x`; compressed copies made by the build are preferred.
  const files = sirv(folder, { extensions: ['html'], brotli: true, gzip: true, etag: true, dev: false });
  const missing = join(folder, '404.html');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    for (const [name, value] of Object.entries(headersFor(path))) response.setHeader(name, value);
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' });
      response.end(existsSync(missing) ? readFileSync(missing) : 'Not found');
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve({ server, address: `http://localhost:${server.address().port}` }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(process.cwd(), 'build');
  if (!existsSync(folder)) {
    process.stderr.write(`${folder} does not exist; build the site first with: npm run build\n`);
    process.exit(2);
  }
  const port = Number(process.env.PORT ?? 4173);
  serve(folder, port).then(
    ({ address }) => process.stdout.write(`Tangible is at ${address}\n`),
    (error) => {
      const busy = error.code === 'EADDRINUSE';
      process.stderr.write(
        busy
          ? `Port ${port} is in use; choose another, for example: PORT=${port + 1} npm start\n`
          : `${error}\n`,
      );
      process.exit(1);
    },
  );
}
