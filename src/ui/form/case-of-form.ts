import { createContext } from 'react';

/** The case that a form is about: what can be referred to is looked for there. Null outside of cases. */
export const CaseOfForm = createContext<string | null>(null);
