/** See dependencies.js. */
export function isComplete(root: string): Promise<boolean>;
export function ensureDependenciesOf(root: string, report: (line: string) => void): Promise<void>;
