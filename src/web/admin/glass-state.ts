/** A request for sight of an organisation's content, as `/glass-breaks` lists it. */
export interface GlassBreak {
  readonly id: string;
  readonly organisationId: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly hours: number;
  readonly requestedAt: string;
  readonly approveBefore: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly expiresAt: string | null;
}

/** `asked`: waits for a second person; `void`: nobody approved in time; `open`: the glass is broken; `over`: closed again. */
export function glassState(
  one: Pick<GlassBreak, 'approveBefore' | 'expiresAt'>,
  now: number,
): 'asked' | 'void' | 'open' | 'over' {
  if (one.expiresAt === null) return Date.parse(one.approveBefore) <= now ? 'void' : 'asked';
  return Date.parse(one.expiresAt) <= now ? 'over' : 'open';
}
