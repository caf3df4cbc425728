/** A short word about something done. It stays until read when it can be undone or went wrong. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'problem';
  readonly undo?: () => void;
}

let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(now: readonly Toast[]): void {
  toasts = now;
  for (const listen of listeners) listen();
}

export const toastStore = {
  get: () => toasts,
  subscribe(listen: () => void): () => void {
    listeners.add(listen);
    return () => listeners.delete(listen);
  },
};

/** Shows a toast and returns its id. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  const id = next++;
  set([...toasts.slice(-3), { ...toast, id }]);
  return id;
}

export function dropToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}
