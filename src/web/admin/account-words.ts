import type { StateKind } from '#ui/api/definition-index.ts';

/** An account as `/accounts` lists it. */
export interface Account {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly external: boolean;
  readonly state: 'none' | 'invited' | 'active' | 'locked' | 'left';
  readonly totp: boolean;
  readonly lockedUntil: string | null;
  readonly invitedUntil: string | null;
  readonly sessions: number;
  readonly tokens: number;
  readonly lastUsedAt: string | null;
}

export interface HeldRole {
  readonly id: string;
  readonly role: string;
  readonly organisationId: string;
  readonly systemId: string | null;
  readonly caseId: string | null;
  readonly kind: 'holder' | 'substitute' | 'delegate';
  readonly forPersonId: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly acknowledgedAt: string | null;
}

export interface AccountDetail {
  readonly account: Account;
  readonly roles: readonly HeldRole[];
  readonly sessions: readonly {
    readonly id: string;
    readonly createdAt: string;
    readonly lastUsedAt: string;
    readonly from: string;
    readonly userAgent: string;
  }[];
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expiresAt: string;
    readonly lastUsedAt: string | null;
  }[];
  readonly titles: { readonly [id: string]: string };
}

export const accountStates = ['active', 'invited', 'locked', 'none', 'left'] as const;

export const accountMarks: { readonly [state in Account['state']]: StateKind } = {
  none: 'unknown',
  invited: 'waiting',
  active: 'achieved',
  locked: 'not-achieved',
  left: 'unknown',
};

/** A day that is typed in counts to its end, in UTC. */
export function endOfDay(day: string): string | undefined {
  return day === '' ? undefined : `${day}T23:59:59.000Z`;
}

/** A day that is typed in counts from its beginning, in UTC. */
export function startOfDay(day: string): string | undefined {
  return day === '' ? undefined : `${day}T00:00:00.000Z`;
}

/** Browser and system out of a `User-Agent`, such as `Firefox, Windows`; what is not known is shown as it came. */
export function deviceOf(userAgent: string): string {
  const browsers = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
    ['curl/', 'curl'],
  ] as const;
  const systems = [
    ['Android', 'Android'],
    ['iPhone', 'iOS'],
    ['iPad', 'iOS'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ] as const;
  const found = [browsers, systems].flatMap(
    (list) => list.find(([sign]) => userAgent.includes(sign))?.[1] ?? [],
  );
  return found.length > 0 ? found.join(', ') : userAgent;
}
