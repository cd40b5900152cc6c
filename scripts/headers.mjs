/**
 * HTTP headers of the site, said once: the local server sends them, and the build writes them as a `_headers` file for
 * static hosts that read one. Pages are isolated, so that WebAssembly may use threads; embeds may be framed by anyone.
 */

/** Response headers for a path of the site. */
export function headersFor(path) {
  const shared = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    // Without it on worker scripts too, onnxruntime's threads hang silently.
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    // Asked for anew each time: a page of an older version would look for files that are gone.
    'Cache-Control': 'no-cache',
  };
  if (path.startsWith('/embed/')) {
    return {
      ...shared,
      // `*` alone would block decks that are opened from a file.
      'Content-Security-Policy': 'frame-ancestors * file:',
      'Document-Isolation-Policy': 'isolate-and-credentialless',
    };
  }
  if (path.startsWith('/_app/immutable/')) {
    return { ...shared, 'Cache-Control': 'public, max-age=31536000, immutable' };
  }
  if (
    path === '/service-worker.js' ||
    path === '/embed.js' ||
    path.startsWith('/integrations/') ||
    path.startsWith('/_app/') ||
    path.startsWith('/models/') ||
    path.startsWith('/poster/')
  ) {
    return shared;
  }
  return {
    ...shared,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Content-Security-Policy': "frame-ancestors 'self'",
  };
}

/** The same as a `_headers` file. */
export function headersFile() {
  const block = (pattern, path) =>
    `${pattern}\n${Object.entries(headersFor(path))
      .map(([name, value]) => `  ${name}: ${value}`)
      .join('\n')}\n`;
  const pages = ['/', '/n/*', '/claims', '/speed', '/lecture', '/lecture/*'].map((pattern) =>
    block(pattern, '/'),
  );
  return [
    ...pages,
    block('/embed/*', '/embed/x'),
    block('/_app/immutable/*', '/_app/immutable/x'),
    block('/embed.js', '/embed.js'),
    block('/integrations/*', '/integrations/x'),
    block('/models/*', '/models/x'),
    block('/service-worker.js', '/service-worker.js'),
    block('/poster/*', '/poster/x'),
  ].join('\n');
}
