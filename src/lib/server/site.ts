/**
 * Where the site will be served, for the few places that need whole addresses: social cards and oEmbed. Set SITE_URL
 * when building (`SITE_URL=https://example.org/tangible npm run build`); without it, it is where `npm start` serves.
 */
export const SITE_URL = (process.env['SITE_URL'] ?? 'http://localhost:4173').replace(/\/+$/, '');
