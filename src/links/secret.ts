import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits, as they stand in an address; kept nowhere. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url');
}

/** What is kept of it. Any text has one, so that what was never a secret is looked for in the same way. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
