/** The parts of the validator library that are used here; the library ships no types. */
declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  type Test = (document: unknown) => {
    isValid?: boolean;
    errors?: { instancePath: string; message: string }[];
  };
  const tests: Record<string, Test>;
  export = tests;
}

declare module '@secvisogram/csaf-validator-lib/lib/schemaTests/csaf_2_0/schema.js' {
  const schema: Record<string, unknown>;
  export default schema;
}

declare module '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v2.0.js' {
  const schema: Record<string, unknown>;
  export default schema;
}

declare module '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v3.0.js' {
  const schema: Record<string, unknown>;
  export default schema;
}

declare module '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v3.1.js' {
  const schema: Record<string, unknown>;
  export default schema;
}

declare module '@secvisogram/csaf-validator-lib/cwe.js' {
  export const weaknesses: readonly { id: string; name: string }[];
}
