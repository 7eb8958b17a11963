/// <reference lib="dom" />
import { useEffect, useState } from 'preact/hooks';
import type { World } from './world.ts';

/** What is on screen: the Home tab, or a channel and perhaps one of its threads. */
export interface Whereabouts {
  home: boolean;
  channel?: string;
  thread?: string;
}

/**
 * The place is in the address, so reload and Back work: `#home`, `#C0NEEDS`, `#C0NEEDS/1379318400.000100`.
 * `#messages` is the direct message with the app, whoever looks.
 */
export function useWhereabouts(world: World | undefined): Whereabouts {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const listen = (): void => setHash(location.hash);
    addEventListener('hashchange', listen);
    return () => removeEventListener('hashchange', listen);
  }, []);
  const [channel = '', thread] = hash.slice(1).split('/');
  if (channel === 'home') return { home: true };
  const known = world?.channels.find(({ id, isDm }) => id === channel || (isDm && channel === 'messages'));
  if (known) return { home: false, channel: known.id, ...(thread && { thread }) };
  const first = world?.channels.find(({ isDm }) => !isDm) ?? world?.channels[0];
  return first ? { home: false, channel: first.id } : { home: true };
}

export function go(channel: string, thread?: string): void {
  location.hash = thread ? `${channel}/${thread}` : channel;
}

/** Who sits down when the address names nobody: the bureau's coordinator sees the most. */
export const FIRST_PERSON = 'U0BUREAU';

/** The same window as another person. */
export function addressAs(userId: string): string {
  return `/?as=${encodeURIComponent(userId)}`;
}
