import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode';
import type { KeyRing } from './key-ring.ts';
import { seal, unseal } from './secrets.ts';

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator application speaks. */
const form = { issuer: 'Commonward', algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** One step early or late is accepted, for clocks that differ (RFC 6238 §5.2). */
const stepsAside = 1;

export interface TotpOffer {
  readonly secret: string;
  readonly uri: string;
  /** The URI as a QR code, SVG. */
  readonly qr: string;
}

/** A new secret of 160 bits, sealed for storing and shown once. */
export async function newTotp(
  keys: KeyRing,
  person: { readonly id: string; readonly email: string },
): Promise<{ readonly sealed: string; readonly offer: TotpOffer }> {
  const secret = new Secret({ size: 20 });
  const uri = new TOTP({ ...form, label: person.email, secret }).toString();
  return {
    sealed: seal(keys, boundTo(person.id), secret.base32),
    offer: {
      secret: secret.base32,
      uri,
      qr: await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }),
    },
  };
}

/** The 30-second step whose code this is, or null. The caller accepts a step only once. */
export function totpStep(
  keys: KeyRing,
  personId: string,
  sealed: string,
  code: string,
  now: Date,
): number | null {
  const secret = Secret.fromBase32(unseal(keys, boundTo(personId), sealed));
  const timestamp = now.getTime();
  const delta = new TOTP({ ...form, secret }).validate({
    token: code.replaceAll(' ', ''),
    timestamp,
    window: stepsAside,
  });
  return delta === null ? null : TOTP.counter({ period: form.period, timestamp }) + delta;
}

function boundTo(personId: string): string {
  return `totp ${personId}`;
}
