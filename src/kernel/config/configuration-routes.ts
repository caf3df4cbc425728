import { z } from 'zod';
import { authorise, operatorRole } from '#kernel/access/authorise.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { type Config, settings } from './config.ts';

const setting = z.object({
  key: z.string(),
  description: z.string(),
  /** Null where it is not set, and for a secret, which never leaves. */
  value: z.string().nullable(),
  set: z.boolean(),
  secret: z.boolean(),
});
type Setting = z.infer<typeof setting>;

/** Settings whose value is a secret as a whole; in addresses only the user and the password are hidden. */
const secrets: ReadonlySet<string> = new Set(['METRICS_TOKEN']);

/** Every setting as this process read it at its start, for the operator: read only, secrets hidden. */
export function configurationRoutes(app: HttpApp, config: Config): void {
  app.get(
    '/api/v1/configuration',
    {
      schema: {
        tags: ['configuration'],
        response: { 200: z.object({ items: z.array(setting) }) },
      },
    },
    async (request) => {
      authorise(principalOf(request), {
        permission: 'configuration:read',
        roles: [operatorRole],
      });
      return { items: shownSettings(config) };
    },
  );
}

/** The settings without anything that would let somebody in. */
export function shownSettings(config: Config): Setting[] {
  return Object.entries(settings).map(([key, schema]) => {
    const value = config[key as keyof typeof settings];
    const secret = secrets.has(key);
    const byDefault = schema.safeParse(undefined);
    const initial = byDefault.success ? byDefault.data : undefined;
    return {
      key,
      description: schema.description ?? '',
      value: value === undefined || secret ? null : withoutCredentials(words(value)),
      set: value !== initial,
      secret,
    };
  });
}

function words(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** An address with user and password taken out, also those that stand among its parameters. */
function withoutCredentials(value: string): string {
  return value
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1…@')
    .replace(/([?&](?:user|password|token|key|secret)[^=&]*=)[^&]*/gi, '$1…');
}
