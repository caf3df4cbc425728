/** What the parts of Office Open XML files are held to: writers differ in their prefixes, and none has comments or great depth. */
export const officeXml = { comments: false, maxDepth: 64, namespaces: false } as const;
