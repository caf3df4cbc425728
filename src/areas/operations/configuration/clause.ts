/** A clause of security configuration management. */
export const clause = (letter: string): string => `X.1052 §12.2.2 ${letter}`;
