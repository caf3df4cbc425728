import { operatorRole } from '#kernel/access/authorise.ts';

/** Who administers an organisation; the style is no content. */
export const keepers = [operatorRole, 'security-manager'];
