import { z } from 'zod';

/** What the shapes of the HTTP API are made of. */
export const id = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'This is not an id.');
export const instant = z.iso.datetime();

export const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export const labels = ['PUBLIC', 'LIMITED', 'SENSITIVE'] as const;
export const tlp = z.enum(tlps);
export const label = z.enum(labels);
