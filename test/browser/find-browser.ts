import { existsSync } from 'node:fs';

/** Where a Chromium may be, the wanted one first. */
export const PLACES = [
  process.env.PLAYWRIGHT_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].filter((place) => place !== undefined);

/** The first that is there. */
export function findBrowser(): string | undefined {
  return PLACES.find((place) => existsSync(place));
}
