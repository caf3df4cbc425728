import { useSyncExternalStore } from 'react';

/** In pixels: what stands above the weeks, the least height of one, the number of a day, a line of an entry. */
const above = 172;
const least = 104;
const head = 32;
const line = 24;

function subscribe(listen: () => void): () => void {
  window.addEventListener('resize', listen);
  return () => window.removeEventListener('resize', listen);
}

/** How high a week is so that the month fills the window, and how many entries of a day have room in it. */
export function useRoom(weeks: number): { height: number; room: number } {
  const window = useSyncExternalStore(subscribe, () => globalThis.innerHeight);
  const height = Math.max(least, Math.floor((window - above) / Math.max(1, weeks)));
  return { height, room: Math.max(2, Math.floor((height - head) / line)) };
}
