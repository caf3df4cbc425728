import type { ActorView } from '#engine/decision.ts';

/** The product itself, when a hand-off returns or a reaction answers. */
export const systemActor: ActorView = {
  person: null,
  via: 'system',
  onBehalfOf: null,
  organisation: null,
  roles: [],
};

/** The clock, when a deadline is due. */
export const timerActor: ActorView = { ...systemActor, via: 'timer' };
