/// <reference lib="dom" />
import { useState } from 'preact/hooks';

type Place = 'tab' | 'computer';

/** A choice that outlives the page; where the browser keeps nothing, it lasts as long as the page. */
export function useKeptChoice(place: Place, name: string): [string, (next: string) => void] {
  const [choice, setChoice] = useState(() => keptChoice(place, name));
  return [
    choice,
    (next) => {
      setChoice(next);
      keepChoice(place, name, next);
    },
  ];
}

/** Empty when nothing was chosen, or where the browser keeps nothing. */
export function keptChoice(place: Place, name: string): string {
  return tryStorage(place, (storage) => storage.getItem(keyOf(name))) ?? '';
}

export function keepChoice(place: Place, name: string, choice: string): void {
  tryStorage(place, (storage) => storage.setItem(keyOf(name), choice));
}

function keyOf(name: string): string {
  return `expert-desk.${name}`;
}

/** Browsers that block cookies throw at the mere mention of storage. */
function tryStorage<T>(place: Place, use: (storage: Storage) => T): T | undefined {
  try {
    return use(place === 'tab' ? sessionStorage : localStorage);
  } catch {
    return undefined;
  }
}
