/// <reference types="vite/client" />

/** All texts of a language as one JSON file; made by `vite.config.ts`. */
declare module 'virtual:texts/*' {
  export const url: string;
}
