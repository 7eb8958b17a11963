/// <reference lib="dom" />
import { useState } from 'preact/hooks';

/** A choice that outlives the page; where the browser keeps nothing, it lasts as long as the page. */
export function useKeptChoice(place: 'tab' | 'computer', name: string): [string, (next: string) => void] {
  const key = `expert-desk.${name}`;
  const [choice, setChoice] = useState(() => tryStorage(place, (storage) => storage.getItem(key)) ?? '');
  return [
    choice,
    (next) => {
      setChoice(next);
      tryStorage(place, (storage) => storage.setItem(key, next));
    },
  ];
}

/** Browsers that block cookies throw at the mere mention of storage. */
function tryStorage<T>(place: 'tab' | 'computer', use: (storage: Storage) => T): T | undefined {
  try {
    return use(place === 'tab' ? sessionStorage : localStorage);
  } catch {
    return undefined;
  }
}
